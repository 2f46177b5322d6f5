package solo.eventstore.audit;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.Test;
import solo.core.audit.Audit.Report;

/** What version one signed, with its key and its log: later versions prove it and sign on. */
public class KeptHeadsTest extends AuditWorld {
  private static final int SIGNED = 35;

  @Test
  public void evt18_whatVersionOneSignedIsProvedAndSignedOnWithItsKey() throws Exception {
    keep("00000000000000000001.log", events());
    List.of("heads", "audit.key", "audit.pub").forEach(name -> keep(name, state()));
    String publicKey = Files.readString(state().resolve("audit.pub"));
    Report kept = verified();
    sound(kept);
    assertEquals(SIGNED, kept.lastSigned());
    assertEquals(SIGNED, kept.events());

    start();
    append(10);
    stop();
    Report more = verified();
    sound(more);
    assertEquals(SIGNED + 10, more.lastSigned());
    assertEquals("no new key", publicKey, Files.readString(state().resolve("audit.pub")));
  }

  private static void keep(String name, Path directory) {
    try (InputStream kept = KeptHeadsTest.class.getResourceAsStream("kept-1/" + name)) {
      Path file = Files.createDirectories(directory).resolve(name);
      Files.copy(kept, file);
      boolean key = name.equals("audit.key");
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(key ? "r--------" : "rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
