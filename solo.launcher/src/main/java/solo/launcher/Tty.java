package solo.launcher;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The terminal at this process's standard input, through {@code stty}: Java itself cannot switch
 * off that the kernel edits lines and turns keys into signals.
 */
final class Tty implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** What a line editor that was cut short may have left: marks around pastes, keypad keys. */
  private static final String PLAIN_KEYS = "\u001b[?2004l\u001b[?1l\u001b>";

  private final String saved;
  private boolean raw;

  private Tty(String saved) {
    this.saved = saved;
  }

  /**
   * Keeps how the terminal is set.
   *
   * @throws IOException when there is none, or no stty
   */
  static Tty open() throws IOException {
    return new Tty(stty("-g"));
  }

  /** The type as terminfo names it. */
  static String type() {
    String type = System.getenv("TERM");
    return type != null && type.matches("[A-Za-z0-9][A-Za-z0-9+._-]{0,63}") ? type : "dumb";
  }

  /** Every key comes as it is typed, Ctrl-C too; what is shown is shown as before. */
  synchronized void raw() throws IOException {
    raw = true;
    stty("raw", "-echo", "opost");
  }

  /** Sets the terminal as it was; again does nothing. Throws nothing: there is nothing to do. */
  @Override
  public synchronized void close() {
    if (!raw) {
      return;
    }
    raw = false;
    try {
      if (!type().equals("dumb")) {
        System.out.print(PLAIN_KEYS);
        System.out.flush();
      }
      stty(saved);
    } catch (IOException e) {
      System.err.println("solo: the terminal could not be set back ('stty sane' does): " + e);
    }
  }

  /** Columns and rows, 0 where they are not known. */
  static int[] size() {
    try {
      String[] size = stty("size").split(" ");
      return new int[] {Integer.parseInt(size[1]), Integer.parseInt(size[0])};
    } catch (IOException | RuntimeException e) {
      return new int[2];
    }
  }

  /** Runs it on standard input, and returns what it says. */
  static String stty(String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of("stty"));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().remove(Target.TOKEN);
    Process process = builder.redirectInput(Redirect.INHERIT).redirectErrorStream(true).start();
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IOException("stty does not end");
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw new IOException(said.strip());
      }
      return said.strip();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
