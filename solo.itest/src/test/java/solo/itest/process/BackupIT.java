package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Bundles;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** Backups of the real process, restored elsewhere. */
public class BackupIT {
  private static final int KILLED = 137;

  @Rule public final SoloHome home = new SoloHome();
  @Rule public final SoloHome elsewhere = new SoloHome();

  @Test
  public void whatRanRunsElsewhereWithItsTokensAndSecrets() throws IOException {
    SoloProcess first = home.start();
    first.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    first.deploy("acme/b", Bundles.recorder(home.scratch(), "b", "1.0.0"));
    home.drop(Bundles.recorder(home.scratch(), "c", "1.0.0"), "c.jar");
    first.await("default/c", "ACTIVE");
    first.does("echo treasure | solo:secret-put acme/s");
    JsonObject granted =
        first.exec("solo:grant --ttl 8h --json acme read").expect(0).json().getAsJsonObject();
    String token = granted.get("token").getAsString();
    long before = lastId(first);
    first.kill("acme/b");
    Path file = home.scratch().resolve("solo.zip");
    JsonObject backup = first.exec("solo:backup --json " + file).expect(0).json().getAsJsonObject();
    first.deploy("default/later", Bundles.recorder(home.scratch(), "later", "1.0.0"));

    home.client("restore", file.toString()).expect(75);
    Result restored = elsewhere.client("restore", file.toString());
    assertEquals(restored.toString(), 0, restored.exit());
    assertTrue(restored.out(), restored.out().contains("vault.key is missing"));
    assertTrue(restored.out(), restored.out().contains("event " + backup.get("atId").getAsLong()));
    elsewhere.client("restore", file.toString()).expect(78);
    Files.copy(home.state().resolve("vault.key"), elsewhere.state().resolve("vault.key"));

    SoloProcess second = elsewhere.start();
    TreeMap<String, String> states = new TreeMap<>(first.states());
    states.remove("default/later");
    assertEquals(states, second.states());
    assertEquals("its file is not in this deploy directory", "ACTIVE", states.get("default/c"));
    assertEquals(first.rows("solo:tokens"), second.rows("solo:tokens"));
    assertEquals(first.rows("solo:secrets"), second.rows("solo:secrets"));
    assertEquals("treasure", second.does("solo:secret-get acme/s").out());
    second.execAs(token, "solo:services --tenant acme").expect(0);
    assertEquals(1, second.events("backup_restored").size());
    second.does("solo:head");
    second.does("solo:verify --deep");
    assertEquals(0, second.sigterm());
    elsewhere.client("fsck").expect(0);

    atAnEarlierEventAndWithoutTheKey(file, before);
  }

  private void atAnEarlierEventAndWithoutTheKey(Path file, long at) throws IOException {
    try (SoloHome third = SoloHome.open("third")) {
      Result restored = third.client("restore", file.toString(), "--at", String.valueOf(at));
      assertEquals(restored.toString(), 0, restored.exit());
      SoloProcess process = third.start();
      assertEquals("it was not killed yet", "ACTIVE", process.states().get("acme/b"));
      assertTrue(process.exec("solo:secret-get acme/s").expect(1).said().contains("sealed"));
      assertTrue(process.exec("solo:status").out().contains("vault sealed"));
    }
  }

  @Test
  public void aBackupThatIsKilledLeavesNoneAndTheNextOneIsWhole() throws Exception {
    home.set("solo.failpoint", "backup.part");
    SoloProcess killed = home.start();
    killed.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    Path file = home.scratch().resolve("solo.zip");
    assertTrue(killed.tryExec("solo:backup " + file).isEmpty());
    assertEquals(KILLED, killed.exitCode());
    assertFalse(Files.exists(file));
    assertEquals(1, parts().size());
    home.unset("solo.failpoint");

    SoloProcess second = home.start();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Future<?> writer = threads.submit(() -> deploysUntil(over, second));
    try {
      second.does("solo:backup " + file);
    } finally {
      over.set(true);
      threads.shutdown();
    }
    writer.get();
    assertEquals("rw-------", mode(file));

    elsewhere.set("solo.failpoint", "restore.staged");
    elsewhere.client("restore", file.toString()).expect(KILLED);
    assertFalse(Files.exists(elsewhere.data()));
    elsewhere.unset("solo.failpoint");
    Result restored = elsewhere.client("restore", file.toString()).expect(0);
    assertTrue(restored.err(), restored.err().contains("is of a restore that has not ended"));
    elsewhere.client("fsck").expect(0);
    assertEquals(
        "only that of the killed one",
        1,
        list(elsewhere.root()).stream().filter(name -> name.contains("restoring")).count());
  }

  private void deploysUntil(AtomicBoolean over, SoloProcess process) {
    for (int i = 0; !over.get(); i++) {
      process.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.1." + i));
    }
  }

  private List<String> parts() throws IOException {
    return list(home.scratch()).stream().filter(name -> name.endsWith(".part")).toList();
  }

  private static List<String> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static String mode(Path file) throws IOException {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file));
  }

  private static long lastId(SoloProcess process) {
    List<JsonObject> newest = process.rows("solo:events --limit 1");
    return newest.get(0).get("id").getAsLong();
  }
}
