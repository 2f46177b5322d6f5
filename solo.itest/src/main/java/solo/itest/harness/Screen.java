package solo.itest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** A terminal with a shell on it, as the person before it has it. */
public abstract class Screen implements AutoCloseable {
  private final StringBuilder shown = new StringBuilder();

  /**
   * {@code ./solo shell} on a real terminal where this machine can make one; else what that sends
   * and shows, by the control socket.
   */
  public static Screen attach(SoloHome home) {
    return Pty.isThere() ? Pty.run(home, "shell") : new SocketScreen(home);
  }

  /** Types keys; what was shown before is forgotten. */
  public final void type(String keys) {
    synchronized (shown) {
      shown.setLength(0);
    }
    try {
      send(keys.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until a text is shown, and returns all that is. */
  public final String await(String text) {
    try {
      Await.until("'" + text + "' on the screen", () -> shown().contains(text));
      return shown();
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + ", which shows: " + shown(), e);
    }
  }

  /** What is shown since keys were typed. */
  public final String shown() {
    synchronized (shown) {
      return shown.toString();
    }
  }

  /** Waits for the end of the shell, and returns its exit status. */
  public final int status() {
    Await.until("the end of the shell", () -> ended().isPresent());
    return ended().getAsInt();
  }

  final void show(byte[] bytes, int length) {
    synchronized (shown) {
      shown.append(new String(bytes, 0, length, StandardCharsets.UTF_8));
    }
  }

  abstract void send(byte[] keys) throws IOException;

  abstract OptionalInt ended();

  /** Makes the terminal another size. */
  public abstract void resize(int columns, int rows);

  /** Takes it away, as a closed window does. */
  @Override
  public abstract void close();
}
