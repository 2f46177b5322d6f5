package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.Result;
import solo.itest.harness.SmallDisk;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** The real process on a disk that is full to the last byte, and back. */
public class DiskFullIT {
  private static final String GRANT =
      "solo:grant --json --ttl 1h --note %s default read".formatted("n".repeat(200));

  private static final String REASON = "x".repeat(1900);

  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void flt06_fullDiskRefusesWithTheReasonAndGoesOnByItself() {
    try (SmallDisk disk = SmallDisk.mount(home.data(), "size=48m")) {
      SoloProcess process = small().start();
      process.deploy("default/greeter", Bundles.named("greeter"));
      process.deploy("default/recorder", Bundles.recorder(home.scratch(), "recorder", "1.0.0"));
      put(process, "default", "kept").expect(0);
      disk.fill();

      refused(process.tryDeploy("default/big", big()));
      home.drop(Bundles.recorder(home.scratch(), "dropped", "1.0.0"), "dropped.jar");
      Set<String> granted = grantUntilFull(disk, process);
      refused(process.exec("solo:checkpoint"));
      refused(put(process, "another", "lost"));
      process.kill("default/recorder");
      String revoked = revokeOne(process, granted);
      granted.addAll(grantUntilFull(disk, process));
      told(process);
      refusesToMend(process, "default/greeter");
      disk.fill();

      process.kill9();
      process = home.start();
      assertEquals(granted, valid(process));
      assertEquals("ACTIVE", process.states().get("default/greeter"));
      assertEquals("KILLED", process.states().get("default/recorder"));
      assertFalse(revoked, valid(process).contains(revoked));
      granted.addAll(grantUntilFull(disk, process));
      told(process);
      revokeOne(process, granted);
      granted.addAll(grantUntilFull(disk, process));
      assertEquals(granted, valid(process));

      disk.free();
      SoloProcess freed = process;
      Await.until("a grant on a disk with room", () -> freed.exec(GRANT).exit() == 0);
      process.await("default/dropped", "ACTIVE");
      process.deploy("default/big", big());
      assertEquals(1, process.rows("solo:secrets").size());
      Await.until("the end of all findings", () -> freed.exec("solo:verify --deep").exit() == 0);
      assertEquals(0, process.sigterm());
      home.client("fsck").expect(0);
    }
  }

  @Test
  public void flt06_fullTargetOfABackupOrAnArchiveIsToldAndLeavesNothing() throws IOException {
    Path target = home.scratch().resolve("target");
    home.configure("solo.eventstore.retention", "maxBytes", 2 * 65536);
    home.configure("solo.eventstore.retention", "intervalMs", 3_600_000);
    home.configure("solo.eventstore.retention", "archiveDirectory", target);
    try (SmallDisk disk = SmallDisk.mount(target, "size=4m")) {
      SoloProcess process = small().start();
      process.deploy("default/greeter", Bundles.named("greeter"));
      for (int i = 0; i < 4; i++) {
        process.does("each [" + "1 ".repeat(25) + "] { solo:checkpoint --reason " + REASON + " }");
      }
      disk.fill();
      List<String> before = names(target);
      refused(process.exec("solo:backup " + target.resolve("solo.zip")));
      refused(process.exec("solo:retention --apply"));
      assertEquals("nothing partial is left", before, names(target));
      assertEquals(0, process.exec("solo:status").exit());
      assertEquals(1, whole(process));

      disk.free();
      process.does("solo:backup " + target.resolve("solo.zip"));
      process.does("solo:retention --apply");
      assertTrue("whole from " + whole(process), whole(process) > 1);
      process.does("solo:verify --deep");
    }
  }

  private static long whole(SoloProcess process) {
    return process.exec("solo:retention --json").json().getAsJsonObject().get("from").getAsLong();
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  public void flt06_evenTheReserveUsedUpItStopsInOrderAndStartsAgain() {
    try (SmallDisk disk = SmallDisk.mount(home.data(), "size=48m")) {
      SoloProcess process = small().start();
      process.deploy("default/greeter", Bundles.named("greeter"));
      Set<String> granted = grantUntilFull(disk, process);
      untilFull(disk, process, "solo:revoke --tenant other");
      refused(process.exec("solo:kill default/greeter"));
      refused(process.exec("solo:revoke " + granted.iterator().next()));
      assertEquals("ACTIVE", process.states().get("default/greeter"));
      assertEquals(granted, valid(process));
      assertEquals(process.printed(), 0, process.sigterm());
      disk.fill();

      SoloProcess again = home.launch();
      Await.until(
          "a status that tells of the disk",
          () -> again.tryExec("solo:status").filter(s -> s.said().contains("full")).isPresent());
      disk.free();
      again.awaitReady();
      assertEquals("ACTIVE", again.states().get("default/greeter"));
      assertEquals(granted, valid(again));
      again.kill("default/greeter");
      assertEquals(0, again.sigterm());
    }
  }

  @Test
  public void flt06_noFileLeftIsAFullDiskToo() {
    try (SmallDisk disk = SmallDisk.mount(home.data(), "size=64m,nr_inodes=400")) {
      home.configure("solo.recovery.verify", "quickIntervalMs", 1000);
      SoloProcess process = home.start();
      process.deploy("default/greeter", Bundles.named("greeter"));
      disk.fillWithFiles();
      home.drop(Bundles.recorder(home.scratch(), "dropped", "1.0.0"), "dropped.jar");
      refused(process.tryDeploy("default/big", big()));
      process.does(GRANT);
      process.kill9();
      disk.fillWithFiles();

      process = home.start();
      assertEquals(1, valid(process).size());
      disk.free();
      process.await("default/greeter", "ACTIVE");
      process.await("default/dropped", "ACTIVE");
      process.deploy("default/big", big());
      assertEquals(0, process.sigterm());
    }
  }

  @Test
  public void flt06_fullStateDirectoryStopsNothingAndIsTold() {
    try (SmallDisk disk = SmallDisk.mount(home.state(), "size=1m")) {
      SoloProcess process = home.start();
      disk.fill();
      assertTrue(status(process), status(process).contains("The disk is full"));
      process.deploy("default/greeter", Bundles.named("greeter"));
      refused(put(process, "default", "needs-a-key-file"));
      process.kill9();
      process = home.start();
      process.does("greeter:greet Ada");
      disk.free();
      put(process, "default", "kept").expect(0);
      assertEquals(0, process.sigterm());
      home.client("fsck").expect(0);
    }
  }

  @Test
  public void flt04_fileSizeLimitRefusesWithTheReasonAndLosesNothing() {
    SoloProcess process = small().start();
    process.deploy("default/greeter", Bundles.named("greeter"));
    process.kill9();
    segments(8 << 20).limitFiles(4096);

    process = home.start();
    Result large = process.tryDeploy("default/large", padded("large", 5 << 20));
    assertTrue(large.toString(), large.exit() == 1 && large.err().contains("ulimit -f"));
    Set<String> granted = grantUntilRefused(process);
    Result grant = process.exec(GRANT);
    assertTrue(grant.toString(), grant.err().contains("ulimit -f"));
    process.kill("default/greeter");
    process.kill9();

    process = home.limitFiles(0).start();
    assertEquals(granted, valid(process));
    assertEquals("KILLED", process.states().get("default/greeter"));
    process.does(GRANT);
    process.deploy("default/large", padded("large", 5 << 20));
    process.does("solo:verify --deep");
    assertEquals(0, process.sigterm());
  }

  @Test
  public void flt04_fileSizeLimitBelowTheFirstSegmentEndsWithTheReason() {
    SoloProcess process = home.limitFiles(4096).launch();
    assertEquals(74, process.exitCode());
    assertTrue(process.printed(), process.printed().contains("ulimit -f"));
    assertFalse(process.printed(), process.printed().contains("\tat "));
    home.limitFiles(0).start().does("solo:services");
  }

  /** Segments that are soon full. */
  private SoloHome small() {
    return segments(65536);
  }

  private SoloHome segments(int bytes) {
    try {
      Path file = home.config().resolve("solo.eventstore.cfg");
      Files.writeString(file, "segmentSizeBytes=%d\n".formatted(bytes));
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path big() {
    return padded("big", 300_000);
  }

  private Path padded(String name, int bytes) {
    return Bundles.padded(home.scratch(), name, bytes);
  }

  private static Result put(SoloProcess process, String tenant, String name) {
    byte[] value = "a value".getBytes(StandardCharsets.UTF_8);
    return process.pipe(value, "solo:secret-put %s/%s".formatted(tenant, name));
  }

  private static String status(SoloProcess process) {
    return process.exec("solo:status").said();
  }

  /** A repair that the log could not be told of. */
  private static void refusesToMend(SoloProcess process, String service) {
    process.does("felix:stop " + process.services().get(service).get("bundleId").getAsLong());
    Result mending = process.exec("solo:verify --fix --json");
    assertTrue(mending.toString(), mending.said().contains("the log could not be told of it"));
    assertTrue(mending.toString(), mending.said().contains("free some space"));
    assertFalse(mending.toString(), process.states().get(service).equals("ACTIVE"));
  }

  private static void told(SoloProcess process) {
    assertTrue(status(process), status(process).contains("the disk is full"));
    assertTrue(status(process), status(process).contains("unwell"));
    process.does("solo:events --limit 5");
    assertFalse(process.exec("solo:verify --deep").toString(), process.printed().contains("\tat "));
  }

  /** Refused, in one line that tells why and what to do. */
  private static void refused(Result result) {
    String told = result.toString();
    assertEquals(told, 1, result.exit());
    assertEquals(told, 1, result.err().strip().lines().count());
    assertTrue(told, result.err().toLowerCase().matches("(?s).*(full|no space).*"));
    assertTrue(told, result.err().contains("free some space"));
  }

  /** The accessors of what was acknowledged. */
  private static Set<String> grantUntilRefused(SoloProcess process) {
    Set<String> granted = new TreeSet<>();
    for (int i = 0; i < 1000; i++) {
      Result result = process.exec(GRANT);
      if (result.exit() != 0) {
        return granted;
      }
      granted.add(result.json().getAsJsonObject().get("accessor").getAsString());
    }
    throw new AssertionError("1000 grants, and the log of a full disk has room still");
  }

  private static Set<String> grantUntilFull(SmallDisk disk, SoloProcess process) {
    return untilFull(disk, process, GRANT).stream()
        .map(result -> result.json().getAsJsonObject().get("accessor").getAsString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Uses up all room. The index, which is made anew where it could not be written, gives some back
   * a little later: it is full when nothing does any more.
   *
   * @return what was acknowledged
   */
  private static List<Result> untilFull(SmallDisk disk, SoloProcess process, String command) {
    List<Result> acknowledged = new ArrayList<>();
    for (int refusals = 0; refusals < 5; LockSupport.parkNanos(50_000_000)) {
      disk.fill();
      Result result = process.exec(command);
      while (result.exit() == 0) {
        refusals = 0;
        acknowledged.add(result);
        assertTrue("a full disk has room still", acknowledged.size() < 2000);
        result = process.exec(command);
      }
      refused(result);
      refusals++;
    }
    return acknowledged;
  }

  private static String revokeOne(SoloProcess process, Set<String> granted) {
    String one = granted.iterator().next();
    process.does("solo:revoke " + one);
    granted.remove(one);
    return one;
  }

  private static Set<String> valid(SoloProcess process) {
    List<String> accessors = new ArrayList<>();
    for (JsonObject row : process.rows("solo:tokens")) {
      if (row.get("state").getAsString().equals("VALID")) {
        accessors.add(row.get("accessor").getAsString());
      }
    }
    return new TreeSet<>(accessors);
  }
}
