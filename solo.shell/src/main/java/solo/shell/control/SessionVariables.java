package solo.shell.control;

import org.apache.felix.service.command.CommandSession;
import solo.core.capability.Caller;

/** What every session of the control socket begins with. */
final class SessionVariables {
  private static final String SCOPE = "solo:gogo:*";

  private SessionVariables() {}

  /** Solo's commands come first where a name is ambiguous; who asks is who the kernel says. */
  static void define(CommandSession session, Caller caller) {
    session.put("SCOPE", SCOPE);
    session.put("solo.caller", caller);
  }
}
