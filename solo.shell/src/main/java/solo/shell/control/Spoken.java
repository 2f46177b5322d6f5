package solo.shell.control;

import org.apache.felix.service.command.CommandSession;

/** A session and what its lines mean. */
record Spoken(CommandSession session, Language language) {
  Object run(String line) throws Exception {
    return language.run(session, line);
  }
}
