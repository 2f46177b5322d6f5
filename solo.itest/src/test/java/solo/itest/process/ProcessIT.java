package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** {@code ./solo} as a user and a supervisor see it. */
public class ProcessIT {
  private static final int SIGINT = 2;

  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void startStatusExecStopWithTheRealClient() {
    assertEquals(3, home.client("status").exit());
    Result early = home.client("exec", "solo:services");
    assertEquals(early.toString(), 3, early.exit());

    home.client("start").expect(0);
    home.client("status").expect(0);
    Path jar = Bundles.named("greeter");
    home.client("exec", "solo:deploy " + jar).expect(0);
    assertEquals("Hello, Ada!", home.client("exec", "greeter:greet Ada").expect(0).out().strip());
    assertEquals(1, home.client("exec", "solo:kill nobody").exit());
    assertEquals(64, home.client("no-such-verb").exit());
    long pid = home.heldBy().orElseThrow().pid();

    home.client("stop").expect(0);
    Await.until("the end of " + pid, () -> !ProcessHandle.of(pid).isPresent());
    assertEquals(3, home.client("status").exit());
  }

  @Test
  public void startOfWhatRunsSaysSoAndLeavesItAlone() {
    SoloProcess process = home.start();
    Result second = home.client("start");
    assertTrue(second.toString(), second.said().contains(Long.toString(process.pid())));
    home.client("status").expect(0);
    assertTrue(process.isAlive());
  }

  @Test
  public void evt12_secondProcessIsRefusedAndNamesTheFirst() {
    SoloProcess first = home.start();
    SoloProcess second = home.launch();
    assertEquals(75, second.exitCode());
    assertTrue(second.printed(), second.printed().contains(Long.toString(first.pid())));
    first.does("solo:services");
  }

  @Test
  public void endOfInputDoesNotStopAHeadlessContainer() {
    SoloProcess process = home.start();
    process.does("solo:version");
    assertTrue(process.isAlive());
    assertEquals(1, process.events("system_ready").size());
  }

  @Test
  public void sigintExitsZero() {
    SoloProcess process = home.start();
    assumeFalse("SIGINT is ignored where the tests run", process.ignores(SIGINT));
    assertEquals(0, process.signal("INT").exitCode());
  }

  @Test
  public void shl03_ctrlCOfTheRealClientEndsItsCommandAlone() {
    SoloProcess process = home.start();
    assumeFalse("SIGINT is ignored where the tests run", process.ignores(SIGINT));
    String deploy = "deploy --name hangs --start-timeout 600000 " + Bundles.named("hanging.start");
    Result interrupted =
        home.bash(
            "timeout --preserve-status -s INT 4 %s/solo exec '%s'"
                .formatted(SoloHome.CHECKOUT, deploy));
    assertEquals(interrupted.toString(), 130, interrupted.exit());
    process.deploy("default/after", Bundles.recorder(home.scratch(), "after", "1.0.0"));
    assertTrue(process.isAlive());
  }

  @Test
  public void killedProcessLeavesNothingOutsideItsDirectories() throws IOException {
    Path temporary = Files.createDirectories(home.scratch().resolve("tmp"));
    home.set("java.io.tmpdir", temporary.toString());
    SoloProcess process = home.start();
    process.deploy("default/greeter", Bundles.named("greeter"));
    process.does("greeter:greet Ada");
    process.kill9();
    try (Stream<Path> left = Files.list(temporary)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  public void shutdownCommandExitsZero() {
    SoloProcess process = home.start();
    process.does("solo:shutdown");
    assertEquals(0, process.exitCode());
  }

  @Test
  public void badConfigurationExits78NamingFileKeyAndRange() {
    String pid = "solo.core.deployer";
    home.configure(pid, "startTimeoutMs", "soon");
    SoloProcess process = home.launch();
    assertEquals(78, process.exitCode());
    String printed = process.printed();
    assertTrue(printed, printed.contains(pid + ".cfg"));
    assertTrue(printed, printed.contains("startTimeoutMs"));
    assertTrue(printed, printed.contains("soon"));
    assertTrue(printed, Pattern.compile("\\d+ to \\d+").matcher(printed).find());
  }

  @Test
  public void shl01_noTcpPortListensAndTheSocketIsItsOwnersAlone() throws IOException {
    SoloProcess process = home.start();
    Set<String> sockets = socketsOf(process.pid());
    assertFalse("a process with a control socket has sockets", sockets.isEmpty());
    for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
      for (String line : linesOf(process.pid(), table)) {
        String[] column = line.strip().split("\\s+");
        boolean ours = column.length > 9 && sockets.contains(column[9]);
        assertFalse(table + " has a socket of Solo: " + line, ours);
      }
    }
    assertEquals("rw-------", permissions(home.data().resolve("socket").toRealPath()));
    assertEquals("rwx------", permissions(home.data().resolve("socket").toRealPath().getParent()));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static List<String> linesOf(long pid, String table) throws IOException {
    Path file = Path.of("/proc", Long.toString(pid), "net", table);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** The inodes of every socket that the process holds. */
  private static Set<String> socketsOf(long pid) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> handles = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path handle : (Iterable<Path>) handles::iterator) {
        Matcher socket = Pattern.compile("socket:\\[(\\d+)\\]").matcher(target(handle));
        if (socket.matches()) {
          inodes.add(socket.group(1));
        }
      }
    }
    return inodes;
  }

  private static String target(Path handle) {
    try {
      return Files.readSymbolicLink(handle).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }
}
