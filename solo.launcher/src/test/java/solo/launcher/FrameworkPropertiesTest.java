package solo.launcher;

import static org.junit.Assert.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.Test;

public class FrameworkPropertiesTest {
  private final Places places =
      new Places(
          Path.of("/home"), Path.of("/data"), Path.of("/deploy"), Path.of("/etc"), Path.of("/s"));

  @Test
  public void directoriesReachTheContainer() {
    Map<String, String> properties =
        FrameworkProperties.of(places, Path.of("/data/cache/felix"), false, "1");
    assertEquals("/data", properties.get("solo.data"));
    assertEquals("/deploy", properties.get("solo.deploy"));
    assertEquals("/etc", properties.get("solo.config"));
    assertEquals("/s", properties.get("solo.state"));
    assertEquals("/data/cache/felix", properties.get("org.osgi.framework.storage"));
  }

  @Test
  public void shellsComeThroughTheSocketAlsoOnATerminal() {
    Map<String, String> headless = FrameworkProperties.of(places, Path.of("/c"), false, "1");
    assertEquals("--nointeractive", headless.get("gosh.args"));
    assertEquals("log", headless.get("solo.console"));
    Map<String, String> terminal = FrameworkProperties.of(places, Path.of("/c"), true, "1");
    assertEquals("--nointeractive", terminal.get("gosh.args"));
    assertEquals("terminal", terminal.get("solo.console"));
  }

  /** Its output is a file that nobody rotates while it runs. */
  @Test
  public void theLogOfADetachedProcessGoesToItsOwnFilesOnly() {
    Map<String, String> detached = Map.of(FrameworkProperties.DETACHED, "true");
    assertEquals("none", FrameworkProperties.console(false, detached));
    assertEquals("log", FrameworkProperties.console(false, Map.of()));
    assertEquals("terminal", FrameworkProperties.console(true, detached));
  }
}
