package solo.shell.control;

import org.apache.felix.gogo.runtime.EOFError;
import org.apache.felix.gogo.runtime.Parser;
import org.apache.felix.gogo.runtime.SyntaxError;
import org.apache.felix.service.command.CommandSession;
import solo.core.control.Execution;

/** Gogo's own. */
final class GogoLanguage implements Language {
  @Override
  public Object run(CommandSession session, String line) throws Exception {
    return session.execute(line);
  }

  @Override
  public boolean incomplete(String lines) {
    if (lines.length() > Execution.MAX_COMMAND) {
      return false;
    }
    try {
      new Parser(lines).program();
      return false;
    } catch (EOFError e) {
      return true;
    } catch (SyntaxError e) {
      return false;
    }
  }
}
