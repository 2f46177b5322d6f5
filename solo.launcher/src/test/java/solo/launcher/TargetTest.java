package solo.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.control.Credential;

/** Which container is meant, and whose rights count. */
public class TargetTest {
  private static final Path DATA = Path.of("/d");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void withoutATokenItIsTheOwner() throws Exception {
    assertEquals(Target.owner(DATA), target(Map.of()));
    assertEquals(Target.owner(DATA), target(Map.of("SOLO_TOKEN", " ", "SOLO_SOCKET", "")));
    assertTrue(target(Map.of()).owned());
  }

  @Test
  public void tokenComesFromTheEnvironmentOrAFileAndTheFileCountsMore() throws Exception {
    Map<String, String> environment = Map.of("SOLO_TOKEN", "one\n");
    assertEquals(Optional.of(new Credential("one")), target(environment).token());
    Path file = file("two\nrest", "rw-------");
    Target target = target(environment, "--token-file", file.toString());
    assertEquals(Optional.of(new Credential("two")), target.token());
    assertFalse(target.owned());
  }

  @Test
  public void fileThatOthersMayReadIsRefused() throws Exception {
    for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----", "rw-----w-")) {
      Path file = file("two", mode);
      LaunchException refused =
          assertThrows(
              LaunchException.class, () -> target(Map.of(), "--token-file", file.toString()));
      assertEquals(64, refused.status());
      assertTrue(refused.getMessage(), refused.getMessage().contains("chmod 600"));
    }
  }

  @Test
  public void whatHoldsNoTokenIsRefusedWithoutItsText() throws Exception {
    Path longer = file("x".repeat(257), "rw-------");
    Path empty = file("\nsecond", "rw-------");
    for (String name : List.of(longer.toString(), empty.toString(), "/no/such", "/tmp", "")) {
      LaunchException refused =
          assertThrows(LaunchException.class, () -> target(Map.of(), "--token-file", name));
      assertFalse(refused.getMessage(), refused.getMessage().contains("xxx"));
    }
    assertThrows(LaunchException.class, () -> target(Map.of("SOLO_TOKEN", "x".repeat(257))));
  }

  @Test
  public void socketIsNamedByOptionOrEnvironment() throws Exception {
    Map<String, String> environment = Map.of("SOLO_SOCKET", "/run/a");
    assertEquals(Path.of("/run/a"), target(environment).name());
    assertEquals(Path.of("/run/b"), target(environment, "--socket=/run/b").name());
    assertEquals(Path.of("/here/c"), target(environment, "--socket", "c").name());
    assertFalse(target(environment).owned());
  }

  @Test
  public void theseOptionsGoWithWhatConnects() throws Exception {
    Arguments exec =
        Arguments.parse(List.of("exec", "kill", "a", "--reason", "r", "--token-file", "f"));
    assertEquals("kill a --reason r", exec.command());
    assertEquals("f", exec.values().get(Arguments.Value.TOKEN_FILE));
    Arguments literal = Arguments.parse(List.of("exec", "--", "x", "--socket", "s"));
    assertEquals("x --socket s", literal.command());
    for (String verb : List.of("run", "start", "fsck")) {
      LaunchException refused =
          assertThrows(
              LaunchException.class, () -> Arguments.parse(List.of(verb, "--token-file", "f")));
      assertTrue(refused.getMessage(), refused.getMessage().contains("exec, shell, status, stop"));
    }
  }

  private static Target target(Map<String, String> environment, String... options)
      throws LaunchException {
    List<String> words = new ArrayList<>(List.of("status"));
    words.addAll(List.of(options));
    return Target.of(Arguments.parse(words), environment, DATA, Path.of("/here"));
  }

  private Path file(String text, String mode) throws IOException {
    Path file = Files.writeString(folder.newFile().toPath(), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
