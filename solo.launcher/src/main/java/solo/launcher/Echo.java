package solo.launcher;

import java.io.IOException;

/** Switches off that the terminal at standard input shows what is typed. */
final class Echo implements AutoCloseable {
  private String saved;

  /** As the container asks; throws where it cannot be hidden, so that nobody types a secret. */
  synchronized void set(boolean on) throws IOException {
    if (on) {
      close();
    } else if (saved == null) {
      String before = Tty.stty("-g");
      Tty.stty("-echo");
      saved = before;
    }
  }

  /** Shows it as before; again does nothing. */
  @Override
  public synchronized void close() {
    if (saved == null) {
      return;
    }
    try {
      Tty.stty(saved);
    } catch (IOException e) {
      System.err.println("solo: the terminal could not be set back ('stty echo' does): " + e);
    }
    saved = null;
  }
}
