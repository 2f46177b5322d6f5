package solo.shell.control;

import org.apache.felix.service.command.CommandSession;
import solo.core.capability.Caller;

/** What a line of a session means. */
interface Language {

  /**
   * Runs a line on the calling thread.
   *
   * @return what is to be printed, null for nothing
   */
  Object run(CommandSession session, String line) throws Exception;

  /** Whether more lines are needed for a whole command. */
  boolean incomplete(String lines);

  /** Gogo for the owner; for a session by token one of Solo's commands, called with words. */
  static Language of(Visitor visitor, OwnCommands commands) {
    boolean token = visitor.caller().orElseThrow().kind() == Caller.Kind.TOKEN;
    return token ? new PlainLanguage(commands) : GOGO;
  }

  /** For the owner: it loads any class and calls any method. */
  Language GOGO = new GogoLanguage();
}
