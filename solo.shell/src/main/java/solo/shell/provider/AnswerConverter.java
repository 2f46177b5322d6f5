package solo.shell.provider;

import org.apache.felix.service.command.Converter;
import org.osgi.service.component.annotations.Component;

/** Renders what Solo's commands return, wherever the shell prints or pipes it. */
@Component(property = Converter.CONVERTER_CLASSES + "=solo.shell.provider.Answer")
public final class AnswerConverter implements Converter {
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
    return answer.json() || level != INSPECT
        ? Json.of(answer)
        : Tables.of(answer, Output.width(escape));
  }
}
