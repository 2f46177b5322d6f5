package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** Solo's own bundles are restarted and refreshed in a process that lives. */
public class RestartOfPartsIT {
  /** A restart of the others begins a recovery. */
  private static final String SHELL = "solo.shell";

  private static final List<String> PARTS =
      List.of("solo.capability", "solo.eventstore", "solo.recovery", SHELL, "solo.core");

  @Rule public final SoloHome home = new SoloHome();

  private SoloProcess process;
  private SortedMap<String, String> before;

  @Before
  public void servicesRun() {
    process = home.start();
    process.deploy("default/restarter", Bundles.named("restarter"));
    process.deploy("acme/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    process.deploy("default/gone", Bundles.recorder(home.scratch(), "gone", "1.0.0"));
    process.kill("default/gone");
    home.drop(Bundles.recorder(home.scratch(), "dropped", "1.0.0"), "dropped.jar");
    process.await("default/dropped", "ACTIVE");
    before = process.states();
  }

  @Test
  public void shd11_stopAndStartOfEachPartIsNoSystemShutdown() {
    for (String part : PARTS) {
      restarted(part, "restarter:restart " + part);
      assertWorks(part);
    }
    assertNoStopAndNoStart();
    assertEndsAsUsual();
  }

  @Test
  public void shd11_refreshOfEachPartIsNoSystemShutdown() {
    for (String part : PARTS) {
      restarted(part, "felix:refresh " + idOf(part));
      assertWorks(part);
    }
    assertNoStopAndNoStart();
    assertEndsAsUsual();
  }

  /** Does it, and returns when the container is ready anew. */
  private void restarted(String part, String command) {
    int ready = process.events("system_ready").size();
    FileTime socket = socket().orElseThrow();
    // Where the shell goes with it, the answer may be lost.
    process.tryExec(command);
    Await.until(
        "the restart of " + part,
        () ->
            part.equals(SHELL)
                ? socket().filter(now -> !now.equals(socket)).isPresent()
                : process
                    .tryExec("solo:events --limit 10000 --type system_ready --json")
                    .filter(answer -> answer.exit() == 0 && answer.rows().size() > ready)
                    .isPresent());
    process.awaitReady();
  }

  private void assertWorks(String part) {
    assertEquals("after the restart of " + part, before, process.states());
    assertEquals(0, home.client("status").exit());
    String key = "acme/after." + part;
    Path jar = Bundles.recorder(home.scratch(), "after." + part, "1.0.0");
    assertEquals("ACTIVE", process.deploy(key, jar).get("state").getAsString());
    process.kill(key);
    before.put(key, "KILLED");
    assertEquals(List.of(process.pid()), Records.stopsOf(home, "after." + part));
  }

  private void assertNoStopAndNoStart() {
    assertTrue(process.isAlive());
    assertEquals(List.of(), process.events("system_shutdown_started"));
    assertEquals(1, process.events("system_started").size());
    assertEquals(List.of(), process.events("service_recovery_failed"));
    long dropped =
        process.events("service_deployed").stream()
            .filter(event -> event.get("service").getAsString().equals("dropped"))
            .count();
    assertEquals("the file counts as seen", 1, dropped);
    assertEquals(Set.of(process.pid()), Set.copyOf(Records.startsOf(home, "a")));
  }

  private void assertEndsAsUsual() {
    assertEquals(0, process.sigterm());
    SoloProcess next = home.start();
    List<JsonObject> starts = next.events("system_started");
    assertEquals(2, starts.size());
    assertTrue(starts.get(1).get("lastStopClean").getAsBoolean());
    assertEquals(before, next.states());
  }

  private String idOf(String symbolicName) {
    String list = process.does("felix:lb -s").out();
    Matcher line =
        Pattern.compile("(?m)^ *(\\d+)\\|.*\\|" + Pattern.quote(symbolicName) + " ").matcher(list);
    assertTrue(list, line.find());
    return line.group(1);
  }

  /** When the socket was made; empty while there is none. An inode may be used again. */
  private Optional<FileTime> socket() {
    try {
      Path socket = home.data().resolve("socket");
      return Optional.of(Files.readAttributes(socket, BasicFileAttributes.class).creationTime());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
