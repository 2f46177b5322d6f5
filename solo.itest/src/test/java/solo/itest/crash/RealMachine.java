package solo.itest.crash;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import solo.itest.harness.Bundles;
import solo.itest.harness.Recording;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** The real process on the directories of a test. */
class RealMachine implements Machine {
  private static final int KILLED = 137;
  private static final int KEPT_BACKUPS = 3;
  private static final int SEGMENT = 65_536;

  private final SoloHome home;
  private final List<Path> backups = new ArrayList<>();
  private final Map<String, Jar> jars = new ConcurrentHashMap<>();

  /**
   * Small segments of which only the newest stays, and a short tail, so that there are many borders
   * to die at.
   */
  RealMachine(SoloHome home) {
    this.home = home;
    configure(home);
  }

  static void configure(SoloHome home) {
    home.configure("solo.core.directory", "scanIntervalMs", 100);
    home.configure("solo.core.directory", "settleMs", 50);
    home.configure("solo.eventstore", "segmentSizeBytes", SEGMENT);
    home.configure("solo.eventstore.retention", "maxBytes", SEGMENT);
    home.configure("solo.recovery", "checkpointTailEvents", 100);
    home.configure("solo.recovery", "checkpointCheckIntervalMs", 100);
    home.configure("solo.capability.vault", "versions", Cell.Secret.KEPT);
  }

  @Override
  public Container launch(Optional<String> failpoint) {
    failpoint.ifPresentOrElse(
        point -> home.set("solo.failpoint", point), () -> home.unset("solo.failpoint"));
    return new Running(home.launch());
  }

  @Override
  public Jar jar(String key, String version) {
    return jars.computeIfAbsent(
        key + " " + version,
        name -> {
          Path file = Bundles.recorder(home.scratch(), symbolicName(key), version);
          return new Jar(file, version, Bundles.digest(file));
        });
  }

  /** The symbolic name of the bundles of a service. */
  static String symbolicName(String key) {
    return key.replace('/', '.');
  }

  @Override
  public void drop(Jar jar, String key) {
    home.drop(jar.file(), key + ".jar");
  }

  @Override
  public void remove(String key) {
    delete(home.deploy().resolve(key + ".jar"));
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Backup backup(String marker) {
    Path file = home.scratch().resolve("backup-" + marker + ".zip");
    Path key = home.scratch().resolve("backup-" + marker + ".key");
    backups.add(file);
    if (backups.size() > KEPT_BACKUPS) {
      delete(backups.remove(0));
    }
    return new Backup(file, home.state().resolve("vault.key"), key);
  }

  @Override
  public void restored(Backup backup, Optional<String> failpoint, Consumer<Container> look) {
    RealDrill.run(backup, failpoint, process -> look.accept(new Running(process)));
  }

  @Override
  public String harm(Random random) {
    return new Harms(home.data(), home.scratch().resolve("older")).one(random);
  }

  /** What a control waits for, so that it does not depend on the moment. */
  void beforeKill() {}

  /** One run of it. */
  private final class Running implements Container {
    private final SoloProcess process;

    Running(SoloProcess process) {
      this.process = process;
    }

    @Override
    public Result exec(String command) {
      return process.exec(command);
    }

    @Override
    public Result pipe(byte[] input, String command) {
      return process.pipe(input, command);
    }

    @Override
    public Result execAs(String token, String command) {
      return process.execAs(token, command);
    }

    @Override
    public boolean awaitReady() {
      return process.readyOrEnded();
    }

    @Override
    public boolean alive() {
      return process.isAlive();
    }

    @Override
    public boolean endedAtFailpoint() {
      return process.exitCode() == KILLED;
    }

    @Override
    public void kill() {
      beforeKill();
      process.kill9();
    }

    @Override
    public Optional<JsonObject> receipt(String key) {
      Path receipt = home.data().resolve("receipts").resolve(key + ".json");
      try {
        return Optional.of(JsonParser.parseString(Files.readString(receipt)).getAsJsonObject());
      } catch (IOException | JsonSyntaxException | IllegalStateException e) {
        return Optional.empty();
      }
    }

    @Override
    public List<JsonObject> archived(long after) {
      return new ArchivedEvents(home.data().resolve("archive")).after(after);
    }

    @Override
    public List<Recording> recordings() {
      return process.recordings();
    }

    @Override
    public String tail() {
      return process.toString() + "\n" + process.printed();
    }
  }
}
