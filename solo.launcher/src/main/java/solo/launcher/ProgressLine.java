package solo.launcher;

import java.io.PrintStream;

/** What is going on: on a terminal one line that is rewritten, elsewhere a line per change. */
final class ProgressLine implements AutoCloseable {
  private static final int WIDTH = 76;

  private final PrintStream out;
  private final boolean terminal;
  private String shown = "";

  ProgressLine(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void show(String text) {
    if (text.equals(shown)) {
      return;
    }
    shown = text;
    if (terminal) {
      out.print(("\rsolo: %-" + WIDTH + "." + WIDTH + "s").formatted(text));
    } else {
      out.println("solo: " + text);
    }
    out.flush();
  }

  /** Clears the line, so that what follows starts at its begin. */
  @Override
  public void close() {
    if (terminal && !shown.isEmpty()) {
      out.print("\r" + " ".repeat(WIDTH + 6) + "\r");
      out.flush();
    }
  }
}
