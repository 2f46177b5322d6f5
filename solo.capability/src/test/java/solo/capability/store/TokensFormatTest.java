package solo.capability.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.capability.MemoryLog;
import solo.capability.SilentLog;
import solo.capability.projection.Setup;
import solo.capability.token.StoredToken;

/** The file that this version writes, and one that it once wrote. */
public class TokensFormatTest {
  private static final List<StoredToken> CONTENT =
      List.of(
          Tokens.full(1),
          Tokens.token(2, "*"),
          Tokens.token(3, "a").revoked(4),
          Tokens.token(4, "b").used(5, 6));

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void aFileOfFormat1IsReadAsEver() throws IOException {
    Setup setup = setup();
    try (InputStream golden = getClass().getResourceAsStream("tokens-1.mv")) {
      Files.copy(golden, setup.file());
    }
    assertContent(setup);
  }

  @Test
  public void valuesOfFormat1AreWrittenAsEver() throws IOException {
    List<String> lines = new ArrayList<>();
    for (StoredToken token : CONTENT) {
      TokenCodec.Values values = TokenCodec.encode(token);
      lines.add(hex(TokenKeys.of(token)) + " " + hex(values.token()) + " " + hex(values.meta()));
    }
    try (InputStream golden = getClass().getResourceAsStream("tokens-1.txt")) {
      assertEquals(new String(golden.readAllBytes()).strip(), String.join("\n", lines));
    }
  }

  @Test
  public void theDocumentTellsOfTheFormat() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "formats", "tokens.md"));
    assertTrue(document.startsWith("# The tokens on disk, format " + MVTokenStore.FORM.version()));
    for (String map : List.of("head", "token", "tokenMeta", "tokensByTenant", "cleanedUp")) {
      assertTrue(map, document.contains("| `" + map + "` |"));
    }
  }

  /** Writes what the resource is made of: only for another format. */
  static void write(Setup setup) {
    MVTokenStore store = new MVTokenStore(setup, SilentLog.logger());
    CONTENT.forEach(store::store);
    store.upTo(CONTENT.size());
    store.close();
  }

  private void assertContent(Setup setup) {
    MVTokenStore store = new MVTokenStore(setup, SilentLog.logger());
    List<StoredToken> tokens = new ArrayList<>();
    TokenStore.Restored restored = store.restoreAll(Tokens.CREATED, tokens::add);
    assertEquals(new TokenStore.Restored(4, 4, 0, 0, ""), restored);
    assertEquals(CONTENT, tokens);
    store.close();
  }

  private Setup setup() {
    MemoryLog log = new MemoryLog(new UUID(1, 2));
    for (long id = 1; id <= 4; id++) {
      log.append(Tokens.grant(id));
    }
    return new Setup(folder.getRoot().toPath(), MVTokenStore.FORM, log, "boot", "");
  }

  @Test
  public void whatIsWrittenIsRead() {
    write(setup());
    assertContent(setup());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
