package solo.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class StatusTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void eachStateHasItsExitStatus() {
    assertEquals(0, new Status("ready", 1, "").exitStatus());
    assertEquals(3, new Status("stopped", 0, "").exitStatus());
    for (String state : new String[] {"starting", "unwell", "stopping"}) {
      assertEquals(state, 4, new Status(state, 1, "").exitStatus());
    }
  }

  @Test
  public void nobodyThereIsStoppedAndANamedProcessWithoutSocketIsStarting() throws Exception {
    Path data = folder.getRoot().toPath();
    assertEquals(new Status("stopped", 0, ""), Status.ask(data));
    new PidFile(data).write(Instant.now());
    assertEquals(new Status("starting", ProcessHandle.current().pid(), ""), Status.ask(data));
  }

  @Test
  public void progressIsToldWhileStarting() {
    String json = "{\"state\":\"starting\",\"planned\":100,\"done\":7}";
    assertEquals("recovering, 7 of 100 services", new Status("starting", 1, json).progress());
    assertEquals("ready", new Status("ready", 1, json).progress());
    assertEquals("starting", new Status("starting", 1, "").progress());
    String kept = "{\"state\":\"starting\",\"planned\": null,\"done\":null}";
    assertEquals("starting", new Status("starting", 1, kept).progress());
  }

  @Test
  public void fieldIsFoundByItsWholeName() {
    String json = "{\"servicesFailed\":2,\"services\" : 3,\"state\":\"ready\"}";
    assertEquals(Optional.of("3"), Status.field(json, "services"));
    assertEquals(Optional.of("ready"), Status.field(json, "state"));
    assertEquals(Optional.empty(), Status.field(json, "failed"));
  }

  @Test
  public void lineSaysStateServicesProcessAndDirectory() {
    Target target = Target.owner(Path.of("/d"));
    Status ready = new Status("ready", 12, "{\"state\":\"ready\",\"services\":3}");
    assertEquals("ready, 3 services, process 12, data /d", StatusReport.line(ready, target));
    Status one = new Status("ready", 12, "{\"state\":\"ready\",\"services\":1}");
    assertEquals("ready, 1 service, process 12, data /d", StatusReport.line(one, target));
    assertEquals("stopped, data /d", StatusReport.line(new Status("stopped", 0, ""), target));
    assertTrue(StatusReport.line(new Status("unwell", 1, ""), target).contains("solo exec status"));
  }

  @Test
  public void progressOffATerminalIsALinePerChange() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ProgressLine line = new ProgressLine(new PrintStream(bytes), false)) {
      line.show("starting");
      line.show("starting");
      line.show("recovering, 1 of 2 services");
    }
    String nl = System.lineSeparator();
    assertEquals(
        "solo: starting" + nl + "solo: recovering, 1 of 2 services" + nl, bytes.toString());
    assertFalse(bytes.toString().contains("\r" + "solo"));
  }
}
