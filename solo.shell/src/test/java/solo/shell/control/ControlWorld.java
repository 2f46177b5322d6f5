package solo.shell.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.CommandProxy;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;
import org.osgi.service.log.Logger;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Caller;
import solo.core.control.ExitStatus;
import solo.core.lifecycle.Directories;
import solo.core.recovery.RecoveryReport;
import solo.core.recovery.Replayer;

/** A control socket on a real file over a real Gogo, with commands that behave as a test wants. */
final class ControlWorld implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private static final List<String> NAMES =
      List.of(
          "whoami",
          "status",
          "fail",
          "cat",
          "hang",
          "flood",
          "late",
          "where",
          "warn",
          "columns",
          "secret",
          "words",
          "revocable",
          "services");

  final Path data;
  final CountDownLatch began = new CountDownLatch(1);
  final CountDownLatch interrupted = new CountDownLatch(1);
  final CountDownLatch refused = new CountDownLatch(1);
  final Semaphore late = new Semaphore(0);
  volatile boolean ready = true;
  final FakeTokens tokens = new FakeTokens();
  Duration silence = Duration.ofSeconds(PATIENCE_SECONDS);
  Duration end = Patience.USUAL.end();

  /**
   * Leaves the streams of the JVM alone, so that a command that ends late disturbs no other test.
   */
  private final CommandProcessorImpl processor = new CommandProcessorImpl(null);

  private final CommandRunner runner;
  private ControlSocket socket;

  ControlWorld(Path data) {
    this.data = data;
    Commands commands = new Commands();
    NAMES.forEach(name -> processor.addCommand("solo", commands, name));
    processor.addCommand("solo", commands, "foreign");
    OwnCommands own =
        name -> Optional.of(name).filter(NAMES::contains).map(it -> new CommandProxy(commands, it));
    // By a clock that stands: a slow machine gives nobody another try.
    runner = new CommandRunner(processor, data.resolve("gosh_profile"), own, () -> 0);
    runner.replayer = new FakeReplayer();
    runner.tokens = tokens;
  }

  static ControlWorld temporary() throws IOException {
    ControlWorld world = new ControlWorld(Files.createTempDirectory("sc"));
    world.open();
    return world;
  }

  void open() throws IOException {
    Files.writeString(data.resolve("gosh_profile"), "prompt = 'solo> '\nexit = { whoami }\n");
    Patience patience = new Patience(silence, end, Duration.ofSeconds(PATIENCE_SECONDS));
    socket = new ControlSocket(runner, new FakeDirectories(), this::fatal, silent(), patience);
  }

  /** What serves clients: all threads of the socket but those that are always there. */
  static List<String> servingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.matches("(solo control|session|pipe-|job controller).*"))
        .filter(name -> !name.matches("solo control (accept|deadlines)"))
        .sorted()
        .toList();
  }

  /** Waits for the end of all that served clients. */
  static void awaitNoneServed() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!servingThreads().isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            "waited %d s for the end of %s".formatted(PATIENCE_SECONDS, servingThreads()));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  /** Completes to these where a command stands. */
  void suggest(String... commands) {
    runner.suggestions =
        (session, words, at) ->
            at > 0
                ? List.of()
                : Arrays.stream(commands).map(c -> new Suggestions.Word(c, "")).toList();
  }

  CommandRunner runner() {
    return runner;
  }

  void closeSocket() {
    socket.close();
  }

  private void fatal(solo.core.lifecycle.ExitCode code, String reason) {
    throw new AssertionError(code + ": " + reason);
  }

  ControlPeer connect() throws IOException {
    return ControlPeer.connect(data);
  }

  static void await(String what, CountDownLatch latch) throws InterruptedException {
    if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("waited " + PATIENCE_SECONDS + " s for " + what);
    }
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
    }
    processor.stop();
    try (Stream<Path> all = Files.walk(data)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  static Logger silent() {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) ->
                method.getReturnType() == boolean.class ? Boolean.FALSE : null);
  }

  /** A result with a status of its own. */
  record Warning(String text) implements ExitStatus {
    @Override
    public int status() {
      return WARNING;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** What can be run. */
  public final class Commands {
    public String whoami(CommandSession session) {
      return ((Caller) session.get("solo.caller")).actor();
    }

    public String status() {
      return ready ? "ready" : "starting";
    }

    public Object fail(String message) {
      throw new IllegalArgumentException(message);
    }

    /** Of Solo's scope to Gogo, but none of Solo's. */
    public String foreign() {
      return "foreign";
    }

    public String services() {
      return "no services";
    }

    /** Ten bytes at most. */
    public String secret(CommandSession session) throws IOException {
      return "[" + new String(HiddenInput.readChars(session, "secret: ", 10)) + "]";
    }

    /** What it was called with, each word in brackets. */
    public String words(CommandSession session, String... words) {
      return Arrays.stream(words).map(w -> "[" + w + "]").collect(Collectors.joining());
    }

    /** As each command does. */
    public String revocable(CommandSession session) {
      if (!tokens.valid) {
        throw AccessDeniedException.token();
      }
      return "granted";
    }

    public Warning warn() {
      return new Warning("careful");
    }

    public String where(CommandSession session) {
      return session.currentDir().toString();
    }

    public String columns(CommandSession session) {
      return session.get("COLUMNS") + "x" + session.get("LINES");
    }

    public void cat() throws IOException {
      BufferedReader in = new BufferedReader(new InputStreamReader(Process.Utils.current().in()));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Process.Utils.current().out().println("> " + line);
      }
    }

    public void hang(CommandSession session) throws InterruptedException {
      Process process = Process.Utils.current();
      (process == null ? session.getConsole() : process.out()).println("begun");
      began.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.countDown();
        throw e;
      }
    }

    /** Takes no notice of an interrupt, but prints and reads when it is released. */
    public void late() throws IOException {
      Process.Utils.current().out().println("begun");
      began.countDown();
      late.acquireUninterruptibly();
      Thread.interrupted();
      Process.Utils.current().out().println("late");
      try {
        Process.Utils.current().in().read();
      } catch (IOException e) {
        refused.countDown();
      }
    }

    public void flood() {
      began.countDown();
      String line = "x".repeat(1000);
      while (!Thread.currentThread().isInterrupted()
          && !Process.Utils.current().out().checkError()) {
        Process.Utils.current().out().println(line);
      }
      interrupted.countDown();
    }
  }

  private final class FakeReplayer implements Replayer {
    @Override
    public Progress progress() {
      return new Progress(ready, 100, ready ? 100 : 7);
    }

    @Override
    public java.util.Optional<RecoveryReport> report() {
      return java.util.Optional.empty();
    }

    @Override
    public RecoveryReport recover() {
      throw new IllegalStateException("nobody asks here");
    }
  }

  private final class FakeDirectories implements Directories {
    @Override
    public Path data() {
      return data;
    }

    @Override
    public Path deploy() {
      return data;
    }

    @Override
    public Path config() {
      return data;
    }

    @Override
    public Path state() {
      return data;
    }
  }
}
