package solo.shell.control;

import java.util.ArrayList;
import java.util.List;
import solo.core.tenant.Printable;

/**
 * One command with its words, as a session by token writes it: words with blanks between them,
 * single quotes around what is taken as it is, double quotes around what may hold {@code \"} and
 * {@code \\}, a backslash before a single character. Nothing is evaluated: what other shells do
 * with {@code $ | & ; < > ( ) { } `} is refused where it is not quoted, so that nobody takes it for
 * done.
 */
final class PlainLine {
  private static final String REFUSED = "$|&;<>(){}`";
  private static final int END = -1;

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private int at;
  private boolean begun;

  private PlainLine(String line) {
    this.line = line;
  }

  /** A line is no command. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean unfinished;

    private Fault(String message, boolean unfinished) {
      super(message);
      this.unfinished = unfinished;
    }

    /** Whether it lacks an end, as while it is typed. */
    boolean unfinished() {
      return unfinished;
    }
  }

  /**
   * The words, none for a blank line or a comment.
   *
   * @throws Fault with what is wrong, and where
   */
  static List<String> words(String line) throws Fault {
    return new PlainLine(line).all();
  }

  private List<String> all() throws Fault {
    int next = next();
    while (next != END && !(next == '#' && !begun)) {
      take(next);
      next = next();
    }
    endWord();
    return words;
  }

  private void take(int c) throws Fault {
    if (c == ' ' || c == '\t') {
      endWord();
    } else if (c == '\'') {
      quoted();
    } else if (c == '"') {
      doubleQuoted();
    } else if (c == '\\') {
      append(orFault(next(), "a character is missing after the backslash"));
    } else if (c == '\n' || c == '\r' || REFUSED.indexOf(c) >= 0) {
      throw new Fault(
          "%s at %d: a session by token runs one command, without pipes, variables or lists; put it in quotes if it is meant as text"
              .formatted(Printable.quote(Character.toString(c)), at),
          false);
    } else {
      append(c);
    }
  }

  private void quoted() throws Fault {
    begun = true;
    int next = inQuotes();
    while (next != '\'') {
      append(next);
      next = inQuotes();
    }
  }

  private void doubleQuoted() throws Fault {
    begun = true;
    int next = inQuotes();
    while (next != '"') {
      boolean escape = next == '\\' && at < line.length() && "\"\\".indexOf(line.charAt(at)) >= 0;
      append(escape ? next() : next);
      next = inQuotes();
    }
  }

  private int inQuotes() throws Fault {
    return orFault(next(), "a quote is not closed");
  }

  private static int orFault(int c, String fault) throws Fault {
    if (c == END) {
      throw new Fault(fault, true);
    }
    return c;
  }

  private void append(int c) {
    begun = true;
    word.append((char) c);
  }

  private void endWord() {
    if (begun) {
      words.add(word.toString());
      word.setLength(0);
      begun = false;
    }
  }

  private int next() {
    return at < line.length() ? line.charAt(at++) : END;
  }
}
