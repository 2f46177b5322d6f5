package solo.shell.control;

import java.io.InputStream;
import java.io.OutputStream;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;

/** Makes the sessions of the control socket. */
final class Sessions {
  private static final String SCOPE = "solo:gogo:*";

  /** The session variable that says whether the client may name files of this machine. */
  static final String FILES = "solo.files";

  private Sessions() {}

  /** Solo's commands come first where a name is ambiguous; who asks is who the kernel says. */
  static CommandSession open(
      CommandProcessor processor,
      Visitor visitor,
      InputStream in,
      OutputStream out,
      OutputStream err) {
    CommandSession session = processor.createSession(in, out, err);
    OpenStreams.install(session, in, out, err);
    session.put("SCOPE", SCOPE);
    session.put("solo.caller", visitor.caller().orElseThrow());
    session.put(FILES, visitor.owner());
    return session;
  }
}
