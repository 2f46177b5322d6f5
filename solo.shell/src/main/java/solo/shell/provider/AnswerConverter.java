package solo.shell.provider;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Process;
import org.osgi.service.component.annotations.Component;

/** Renders what Solo's commands return, wherever the shell prints or pipes it. */
@Component(property = Converter.CONVERTER_CLASSES + "=solo.shell.provider.Answer")
public final class AnswerConverter implements Converter {
  private static final String COLUMNS = "COLUMNS";
  private static final int TERMINAL = 1;

  @Override
  public Object convert(Class<?> desiredType, Object in) {
    return null;
  }

  /**
   * JSON where that was asked for, and where the answer is part of something else; else text for
   * people, cut to the width of a terminal that prints it.
   */
  @Override
  public CharSequence format(Object target, int level, Converter escape) {
    if (!(target instanceof Answer answer)) {
      return null;
    }
    return answer.json() || level != INSPECT ? Json.of(answer) : Tables.of(answer, width(escape));
  }

  private static int width(Converter escape) {
    Process pipe = Process.Utils.current();
    if (pipe != null && !pipe.isTty(TERMINAL)) {
      return Tables.UNLIMITED;
    }
    Object columns = escape instanceof CommandSession session ? session.get(COLUMNS) : null;
    return columns instanceof Number number ? number.intValue() : Tables.UNLIMITED;
  }
}
