package solo.eventstore.audit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class KeyPlaceTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private Path data;
  private Path state;

  @Before
  public void directories() throws Exception {
    data = folder.newFolder("data").toPath();
    state = folder.newFolder("state").toPath();
  }

  private void assertRefused(String keyFile) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> KeyPlace.of(keyFile, state, data));
    assertTrue(refused.getMessage(), refused.getMessage().startsWith("keyFile "));
  }

  @Test
  public void outsideOfTheDataDirectoryItIsWhereItIsNamed() {
    assertEquals(state.resolve("audit.key"), KeyPlace.of("audit.key", state, data));
    Path elsewhere = folder.getRoot().toPath().resolve("not/there/key");
    assertEquals(elsewhere, KeyPlace.of(elsewhere.toString(), state, data));
    Path like = folder.getRoot().toPath().resolve("data.key");
    assertEquals("a name that begins so", like, KeyPlace.of(like.toString(), state, data));
  }

  @Test
  public void insideItIsRefused() throws Exception {
    assertRefused(data.resolve("audit.key").toString());
    assertRefused(data.resolve("not/there/audit.key").toString());
    assertRefused("../data/audit.key");
    assertRefused(data.toString());
    assertRefused(" ");
  }

  @Test
  public void aLinkLeadsNotIntoIt() throws Exception {
    Files.createSymbolicLink(state.resolve("keys"), data);
    assertRefused("keys/audit.key");
    Files.createFile(data.resolve("k"));
    Files.createSymbolicLink(state.resolve("k"), data.resolve("k"));
    assertRefused("k");
    Path link = Files.createSymbolicLink(folder.getRoot().toPath().resolve("link"), data);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> KeyPlace.of(data.resolve("k").toString(), state, link));
    assertTrue(refused.getMessage(), refused.getMessage().contains("data directory"));
  }
}
