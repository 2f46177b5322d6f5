package solo.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PlacesTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path root;
  private Path home;

  @Before
  public void directories() throws IOException {
    root = folder.getRoot().toPath().toRealPath();
    home = Files.createDirectories(root.resolve("home"));
  }

  @Test
  public void defaultsAreBesideTheCurrentDirectory() throws LaunchException {
    Places places = places(Map.of("XDG_STATE_HOME", root + "/xdg"));
    assertEquals(root.resolve("data"), places.data());
    assertEquals(root.resolve("deploy"), places.deploy());
    assertEquals(home.resolve("etc"), places.config());
    assertEquals(root.resolve("xdg/solo").resolve(Places.hash(places.data())), places.state());
  }

  @Test
  public void optionBeatsEnvironmentBeatsDefault() throws LaunchException {
    Map<String, String> environment =
        Map.of("SOLO_DATA", "/env/data", "SOLO_DEPLOY", "/env/deploy", "SOLO_CONFIG", "rel");
    Places places = places(environment, "--data", "my data", "--state", "/s");
    assertEquals(root.resolve("my data"), places.data());
    assertEquals(Path.of("/env/deploy"), places.deploy());
    assertEquals(root.resolve("rel"), places.config());
    assertEquals(Path.of("/s"), places.state());
  }

  @Test
  public void linkToADataDirectoryIsThatDirectory() throws Exception {
    Path real = Files.createDirectory(root.resolve("real"));
    Files.createSymbolicLink(root.resolve("link"), real);
    assertEquals(real, places(Map.of(), "--data", "link").data());
    Path below = places(Map.of(), "--data", "link/new").data();
    assertEquals(real.resolve("new"), below);
    assertEquals(
        places(Map.of(), "--data", "link").state(), places(Map.of(), "--data", "real").state());
  }

  @Test
  public void eachDataDirectoryHasItsOwnState() throws LaunchException {
    assertNotEquals(
        places(Map.of(), "--data", "a").state(), places(Map.of(), "--data", "b").state());
  }

  @Test
  public void relativeStateHomeIsIgnored() throws LaunchException {
    Path state = places(Map.of("XDG_STATE_HOME", "relative")).state();
    assertTrue(
        state.toString(), state.startsWith(Path.of(System.getProperty("user.home"), ".local")));
  }

  @Test
  public void userWithoutAHomeHasToSayWhereTheStateIs() throws LaunchException {
    String before = System.setProperty("user.home", "?");
    try {
      refused(78, "--data", "d");
      assertEquals(Path.of("/s"), places(Map.of(), "--state", "/s").state());
      assertEquals(Path.of("/s"), places(Map.of("SOLO_STATE", "/s")).state());
      assertTrue(places(Map.of("XDG_STATE_HOME", "/x")).state().startsWith("/x/solo"));
    } finally {
      System.setProperty("user.home", before);
    }
  }

  @Test
  public void stateInsideTheDataIsRefused() {
    refused(78, "--data", "d", "--state", "d/state");
    refused(78, "--data", "d", "--state", "d");
  }

  @Test
  public void brokenLinkAndImpossibleNameAreRefused() throws IOException {
    Files.createSymbolicLink(root.resolve("broken"), root.resolve("nowhere"));
    refused(78, "--data", "broken");
    refused(78, "--data", "a\0b");
  }

  private void refused(int status, String... words) {
    LaunchException refusal = assertThrows(LaunchException.class, () -> places(Map.of(), words));
    assertEquals(status, refusal.status());
  }

  private Places places(Map<String, String> environment, String... words) throws LaunchException {
    return Places.of(Arguments.parse(List.of(words)), environment, home, root);
  }
}
