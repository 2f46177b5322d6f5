package solo.shell.control;

import java.util.List;
import org.apache.felix.service.command.CommandSession;

/** Knows what a session by token may type; asked at Tab. */
public interface Suggestions {

  /**
   * What can stand at a place of a line, for the session's caller; nothing that it may not see.
   *
   * @param words of the line, as far as there are any
   * @param at which of them is to be completed, 0 for the command
   */
  List<Word> at(CommandSession session, List<String> words, int at);

  /**
   * One of them.
   *
   * @param description for people, may be empty
   */
  record Word(String text, String description) {}
}
