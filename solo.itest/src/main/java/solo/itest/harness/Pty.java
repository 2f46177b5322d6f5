package solo.itest.harness;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real terminal, made by {@code script} of util-linux, on which bash runs {@code ./solo}. Before
 * and after it bash shows how the terminal is set.
 */
public final class Pty extends Screen {
  private static final String SCRIPT = "script";

  /** With the end of the line: what is shown may end amid the settings. */
  private static final Pattern ENDED = Pattern.compile("status=(\\d+) set=(\\S+)\\s");

  private static final Pattern BEGUN = Pattern.compile("begin (\\S+) set=(\\S+)\\s");

  private final Process process;
  private String before = "";
  private String device = "";

  private Pty(Process process) {
    this.process = process;
    Thread thread = new Thread(this::read, "screen");
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether this machine has what it takes. */
  public static boolean isThere() {
    return Stream.of(SCRIPT, "stty", "bash").allMatch(Pty::onPath);
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /** Runs {@code ./solo} with the arguments on a terminal of 100 columns and 30 rows. */
  public static Pty run(SoloHome home, String... arguments) {
    String solo =
        home.commandLine(List.of(arguments)).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    String line =
        "stty rows 30 cols 100; echo begin $(tty) set=$(stty -g); "
            + solo
            + "; echo status=$? set=$(stty -g)";
    ProcessBuilder builder = home.builder(List.of());
    builder.command(SCRIPT, "-qfec", line, "/dev/null").redirectErrorStream(true);
    builder.environment().put("TERM", "xterm");
    builder.environment().put("SHELL", "/bin/bash");
    try {
      Pty pty = new Pty(builder.start());
      Matcher begin = BEGUN.matcher(pty.await("set="));
      Await.until("the terminal's name", () -> begin.reset(pty.shown()).find());
      pty.device = begin.group(1);
      pty.before = begin.group(2);
      return pty;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    byte[] bytes = new byte[8192];
    try (InputStream in = process.getInputStream()) {
      int count = in.read(bytes);
      while (count >= 0) {
        show(bytes, count);
        count = in.read(bytes);
      }
    } catch (IOException e) {
      // The terminal is gone.
    }
  }

  /** Whether the terminal was set after the shell's end as it was before. */
  public boolean isSetBack() {
    Matcher ended = ENDED.matcher(shown());
    return ended.find() && ended.group(2).equals(before);
  }

  /** The process of the shell, to be killed. */
  public ProcessHandle java() {
    return Await.value(
        "the shell's process",
        () ->
            process
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .findFirst());
  }

  @Override
  void send(byte[] keys) throws IOException {
    process.getOutputStream().write(keys);
    process.getOutputStream().flush();
  }

  @Override
  OptionalInt ended() {
    Matcher ended = ENDED.matcher(shown());
    return ended.find() ? OptionalInt.of(Integer.parseInt(ended.group(1))) : OptionalInt.empty();
  }

  @Override
  public void resize(int columns, int rows) {
    String[] line = {
      "stty", "-F", device, "rows", Integer.toString(rows), "cols", Integer.toString(columns)
    };
    try {
      new ProcessBuilder(line).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
