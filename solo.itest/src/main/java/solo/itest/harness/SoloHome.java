package solo.itest.harness;

import static java.util.concurrent.TimeUnit.MINUTES;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.AssumptionViolatedException;
import org.junit.internal.runners.statements.FailOnTimeout;
import org.junit.rules.TestRule;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;

/**
 * The directories of one test's container and the real processes that run on them, one after the
 * other. When the test ends every process is killed; where it failed its directories stay and the
 * failure says what the last process printed.
 */
public final class SoloHome implements TestRule, AutoCloseable {
  /** The checkout whose {@code ./solo} is run. */
  public static final Path CHECKOUT =
      Path.of(System.getProperty("solo.itest.root")).toAbsolutePath().normalize();

  /** A test that takes longer hangs; the long forms have hours. */
  private static final long LONGEST_MINUTES = Boolean.getBoolean("solo.itest.long") ? 180 : 6;

  /** Suites start a container every second: what pays off after a minute is left out. */
  static final List<String> QUICK =
      Stream.concat(
              Stream.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"),
              // verifying the classes of each start costs CPU time; the long forms do
              Boolean.getBoolean("solo.itest.long")
                  ? Stream.of()
                  : Stream.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"))
          .toList();

  /** A failure tells what so many of the last processes printed. */
  private static final int LAST_PROCESSES = 8;

  private final List<SoloProcess> processes = new ArrayList<>();
  private final Map<String, String> systemProperties = new TreeMap<>();
  private final List<String> jvmOptions = new ArrayList<>();
  private final Map<String, String> variables = new TreeMap<>();
  private final List<String> prefix = new ArrayList<>();
  private Path root;

  @Override
  public Statement apply(Statement test, Description description) {
    return new Statement() {
      @Override
      public void evaluate() throws Throwable {
        lay(description.getMethodName().replaceAll("_.*", ""));
        jvmOptions(QUICK).jvmOptions(ClassArchive.options());
        boolean passed = false;
        try {
          FailOnTimeout.builder().withTimeout(LONGEST_MINUTES, MINUTES).build(test).evaluate();
          passed = true;
        } catch (AssumptionViolatedException e) {
          throw e;
        } catch (Throwable e) {
          throw new AssertionError(e.getMessage() + diagnostics(), e);
        } finally {
          killAll();
          if (passed) {
            Trees.delete(root);
          }
        }
      }
    };
  }

  /** A home outside of a test, laid at once. */
  public static SoloHome open(String name) throws IOException {
    SoloHome home = new SoloHome();
    home.lay(name);
    if (Boolean.getBoolean("solo.itest.quick")) {
      home.jvmOptions(QUICK);
    }
    return home;
  }

  /** Kills what still runs and removes the directories. */
  @Override
  public void close() throws IOException {
    killAll();
    Trees.delete(root);
  }

  private void lay(String name) throws IOException {
    root = Files.createTempDirectory("solo-" + name + "-").toRealPath();
    for (Path directory : List.of(deploy(), state(), scratch(), config())) {
      Files.createDirectories(directory);
    }
    Trees.copyFiles(CHECKOUT.resolve("cnf/target/distribution/etc"), config());
    set("recorder.file", records().toString());
  }

  /** What holds all the other directories, and where commands are run. */
  public Path root() {
    return root;
  }

  /** Where the journal and all that is Solo's lies. */
  public Path data() {
    return root.resolve("data");
  }

  /** Where files are dropped. */
  public Path deploy() {
    return root.resolve("deploy");
  }

  /** Where {@code <pid>.cfg} files lie; they begin as the distribution's. */
  public Path config() {
    return root.resolve("etc");
  }

  /** What must not lie in the data directory. */
  public Path state() {
    return root.resolve("state");
  }

  /** For the test's own files. */
  public Path scratch() {
    return root.resolve("scratch");
  }

  /** What recorders write to. */
  public Path records() {
    return root.resolve("records");
  }

  /** What every start and stop of a recorder wrote so far. */
  public List<Recording> recordings() {
    return Recording.read(records());
  }

  /** Sets a system property of the processes started from now on. */
  public SoloHome set(String property, String value) {
    systemProperties.put(property, value);
    return this;
  }

  /** Takes a system property back. */
  public SoloHome unset(String property) {
    systemProperties.remove(property);
    return this;
  }

  /** Adds an option of the JVM of the processes started from now on. */
  public SoloHome jvmOption(String option) {
    jvmOptions.add(option);
    return this;
  }

  SoloHome jvmOptions(List<String> options) {
    jvmOptions.addAll(options);
    return this;
  }

  /** Sets a variable of the environment of the processes started from now on. */
  public SoloHome variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Starts with the JVM's options that users have, and none of a test. */
  public SoloHome asUsersStartIt() {
    jvmOptions.removeAll(QUICK);
    jvmOptions.removeAll(ClassArchive.options());
    return this;
  }

  /** Lets no process started from now on make a file that is larger; 0 for any size. */
  public SoloHome limitFiles(int kibibytes) {
    prefix.clear();
    if (kibibytes > 0) {
      String line = "ulimit -f %d; exec \"$@\"".formatted(kibibytes);
      prefix.addAll(List.of("bash", "-c", line, "limited"));
    }
    return this;
  }

  /** Adds a line to the configuration of one of Solo's parts. */
  public SoloHome configure(String pid, String key, Object value) {
    Path file = config().resolve(pid + ".cfg");
    try {
      String before = Files.exists(file) ? Files.readString(file).stripTrailing() + "\n" : "";
      Files.writeString(file, before + key + "=" + value + "\n");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a file into the deploy directory as a whole, by a rename. */
  public Path drop(Path jar, String name) {
    return place(jar, deploy().resolve(name));
  }

  /** Copies a file to its place as a whole, by a rename. */
  public Path place(Path file, Path target) {
    try {
      Files.createDirectories(target.getParent());
      Path part = target.resolveSibling("." + target.getFileName() + ".part");
      Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
      return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the real process and returns when it says that it is ready. */
  public SoloProcess start() {
    return launch().awaitReady();
  }

  /** Starts the real process, headless and in the foreground, and returns at once. */
  public SoloProcess launch() {
    SoloProcess process = SoloProcess.launch(this, "run-" + processes.size());
    processes.add(process);
    return process;
  }

  /** Runs {@code ./solo} with the arguments to its end. */
  public Result client(String... arguments) {
    return Client.run(this, String.join(" ", arguments), builder(List.of(arguments)));
  }

  /** Runs a line of a user's shell in {@link #root()}, where the default directories are ours. */
  public Result bash(String line) {
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", line).directory(root.toFile());
    builder.environment().putAll(environment());
    builder.environment().put("SOLO_STATE", state().toString());
    return Client.run(this, line, builder);
  }

  /** The command line of {@code ./solo} on these directories. */
  List<String> commandLine(List<String> arguments) {
    List<String> line = new ArrayList<>(prefix);
    line.add(CHECKOUT.resolve("solo").toString());
    line.addAll(arguments);
    line.addAll(List.of("--data", data().toString(), "--deploy", deploy().toString()));
    line.addAll(List.of("--config", config().toString(), "--state", state().toString()));
    return line;
  }

  /** A process builder with the environment of this home. */
  ProcessBuilder builder(List<String> arguments) {
    ProcessBuilder builder = new ProcessBuilder(commandLine(arguments)).directory(root.toFile());
    builder.environment().putAll(environment());
    return builder;
  }

  private Map<String, String> environment() {
    List<String> options = new ArrayList<>(jvmOptions);
    systemProperties.forEach((name, value) -> options.add("-D" + name + "=" + value));
    Map<String, String> environment = new TreeMap<>(variables);
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("SOLO_OPTS", String.join(" ", options));
    return environment;
  }

  /** What the processes printed, for a failure's message. */
  private String diagnostics() {
    StringBuilder text = new StringBuilder("\n=== kept in " + root);
    int first = Math.max(0, processes.size() - LAST_PROCESSES);
    for (SoloProcess process : processes.subList(first, processes.size())) {
      text.append("\n=== ").append(process).append("\n").append(process.tail());
    }
    return text.toString();
  }

  private void killAll() {
    processes.forEach(SoloProcess::kill9);
    heldBy().filter(this::isOurs).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** The process that {@code data/pid} names. */
  public Optional<ProcessHandle> heldBy() {
    try {
      Properties holder = new Properties();
      try (Reader reader = Files.newBufferedReader(data().resolve("pid"))) {
        holder.load(reader);
      }
      return ProcessHandle.of(Long.parseLong(holder.getProperty("pid")));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private boolean isOurs(ProcessHandle process) {
    try {
      Path line = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      return new String(Files.readAllBytes(line), StandardCharsets.UTF_8)
          .contains(data().toString());
    } catch (IOException e) {
      return false;
    }
  }
}
