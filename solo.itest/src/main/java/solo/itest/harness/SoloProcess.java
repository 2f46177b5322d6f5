package solo.itest.harness;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of the real {@code ./solo}, headless and in the foreground. */
public final class SoloProcess {
  private static final int TAIL_CHARACTERS = 6000;

  /** A process that is asked while it starts answers slowly, and starts more slowly. */
  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(40);

  private final SoloHome home;
  private final Process process;
  private final Path printed;
  private final Control control;
  private final int recordedBefore;

  private SoloProcess(SoloHome home, Process process, Path printed, int recordedBefore) {
    this.home = home;
    this.process = process;
    this.printed = printed;
    this.recordedBefore = recordedBefore;
    this.control = new Control(home);
  }

  static SoloProcess launch(SoloHome home, String name) {
    Path printed = home.scratch().resolve(name + ".out");
    ProcessBuilder builder =
        home.builder(List.of())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile());
    try {
      int recordedBefore = home.recordings().size();
      return new SoloProcess(home, builder.start(), printed, recordedBefore);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when the process says that it is ready; fails when it ends before. */
  public SoloProcess awaitReady() {
    if (!readyOrEnded()) {
      throw new AssertionError(this + " ended with " + process.exitValue() + " before ready");
    }
    return this;
  }

  /** Returns when the process says that it is ready, true, or has ended before, false. */
  public boolean readyOrEnded() {
    return Await.value(
        "ready or the end of " + this,
        BETWEEN_QUESTIONS,
        () -> {
          if (!process.isAlive()) {
            return Optional.of(false);
          }
          return control.isReady() ? Optional.of(true) : Optional.empty();
        });
  }

  /** The process's id. */
  public long pid() {
    return process.pid();
  }

  /** What the recorders in it wrote; an earlier process may have had the same id. */
  public List<Recording> recordings() {
    return home.recordings().stream()
        .skip(recordedBefore)
        .filter(line -> line.pid() == pid())
        .toList();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Runs a command in it, as {@code ./solo exec} does. */
  public Result exec(String command) {
    return control.exec(command);
  }

  /** Runs a command in it that reads what is piped to it. */
  public Result pipe(byte[] input, String command) {
    return control.exec(command, input);
  }

  /** Runs a command in a session that has the rights of a token. */
  public Result execAs(String token, String command) {
    return control.execAs(token, command);
  }

  /** Runs a command where somebody listens already. */
  public Optional<Result> tryExec(String command) {
    return control.tryExec(command);
  }

  /** Runs a command that has to succeed. */
  public Result does(String command) {
    return exec(command).expect(0);
  }

  /** Runs a list command that has to succeed, and reads its rows. */
  public List<JsonObject> rows(String command) {
    return does(command + " --json").rows();
  }

  /** Deploys a bundle under a key such as {@code tenant/service}; it has to succeed. */
  public JsonObject deploy(String key, Path jar) {
    return tryDeploy(key, jar).expect(0).rows().get(0);
  }

  /** Deploys a bundle, which may be refused. */
  public Result tryDeploy(String key, Path jar, String... options) {
    int slash = key.indexOf('/');
    String more = String.join(" ", options);
    return exec(
        "solo:deploy --json --tenant %s --name %s %s '%s'"
            .formatted(key.substring(0, slash), key.substring(slash + 1), more, jar));
  }

  /** Kills a service; it has to succeed. */
  public void kill(String key) {
    does("solo:kill " + key);
  }

  /** Every service by its key. */
  public SortedMap<String, JsonObject> services() {
    SortedMap<String, JsonObject> byKey = new TreeMap<>();
    for (JsonObject row : rows("solo:services")) {
      byKey.put(row.get("tenant").getAsString() + "/" + row.get("service").getAsString(), row);
    }
    return byKey;
  }

  /** The state of every service by its key. */
  public SortedMap<String, String> states() {
    SortedMap<String, String> states = new TreeMap<>();
    services().forEach((key, row) -> states.put(key, row.get("state").getAsString()));
    return states;
  }

  /** Waits until a service is in a state, and returns its row. */
  public JsonObject await(String key, String state) {
    return Await.value(
        key + " to be " + state,
        () ->
            Optional.ofNullable(services().get(key))
                .filter(row -> row.get("state").getAsString().equals(state)));
  }

  /** The events of a type, oldest first. */
  public List<JsonObject> events(String type) {
    List<JsonObject> rows = new ArrayList<>(rows("solo:events --limit 10000 --type " + type));
    rows.sort(Comparator.comparingLong(row -> row.get("id").getAsLong()));
    return rows;
  }

  /** Ends it as a power cut of the process would; returns when it is gone. */
  public void kill9() {
    process.destroyForcibly();
    exitCode();
  }

  /** Asks it to end and returns its exit code. */
  public int sigterm() {
    process.destroy();
    return exitCode();
  }

  /** Returns when a first start has told what it tells in the background: the key that signs. */
  public SoloProcess settled() {
    Await.until("the audit key to be told", () -> !events("audit_key_changed").isEmpty());
    return this;
  }

  /** Sends it a signal by name, such as {@code INT}. */
  public SoloProcess signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
      return this;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("cannot send " + name + " to " + this, e);
    }
  }

  /** Lets some time pass, or less when it ends before; says whether it did. */
  public boolean endsWithin(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for the end of " + this, e);
    }
  }

  /**
   * Whether it ignores a signal, as what is started in the background of a script does with SIGINT,
   * and by nohup with SIGHUP.
   */
  public boolean ignores(int signal) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid()), "status"))) {
      String mask =
          lines.filter(line -> line.startsWith("SigIgn:")).findFirst().orElseThrow().substring(7);
      return (Long.parseUnsignedLong(mask.strip(), 16) >> (signal - 1) & 1) == 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end and returns its exit code. */
  public int exitCode() {
    try {
      if (!process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("waited " + Await.PATIENCE + " for the end of " + this);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for the end of " + this, e);
    }
  }

  /** What it printed so far. */
  public String printed() {
    try {
      return Files.readString(printed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The end of what it printed. */
  String tail() {
    String all = printed();
    return all.length() <= TAIL_CHARACTERS ? all : all.substring(all.length() - TAIL_CHARACTERS);
  }

  @Override
  public String toString() {
    String state = process.isAlive() ? "runs" : "ended with " + process.exitValue();
    return "solo, pid %d (%s), on %s".formatted(pid(), state, home.data());
  }
}
