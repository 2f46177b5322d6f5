package solo.core.directory;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.disk.Disk;
import solo.core.tenant.ServiceKey;

public class ReceiptsTest {
  private static final ServiceKey STAYS = new ServiceKey("acme", "stays");
  private static final ServiceKey GOES = new ServiceKey("acme", "goes");
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.700Z");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private Path directory;

  @Before
  public void anEarlierProcessWroteBoth() throws IOException {
    directory = folder.getRoot().toPath();
    update(new Receipts(Disk.real(), directory), true, STAYS, GOES);
  }

  @Test
  public void aFileThatWentWhileNobodyLookedLosesItsReceiptThoughOthersStay() throws IOException {
    Receipts next = new Receipts(Disk.real(), directory);
    update(next, true, STAYS);
    assertTrue(Files.exists(next.of(STAYS)));
    assertFalse(Files.exists(next.of(GOES)));
  }

  @Test
  public void aLookThatIsNotCompleteTakesNothingAwayAndTheNextOneDoes() throws IOException {
    Receipts next = new Receipts(Disk.real(), directory);
    update(next, false, STAYS);
    assertTrue(Files.exists(next.of(GOES)));
    update(next, true, STAYS);
    assertFalse(Files.exists(next.of(GOES)));
  }

  private static void update(Receipts receipts, boolean complete, ServiceKey... keys)
      throws IOException {
    Map<Path, Receipt> all = new HashMap<>();
    for (ServiceKey key : keys) {
      String name = key + ".jar";
      all.put(
          receipts.of(key),
          new Receipt(name, "", Receipt.State.PENDING, "is being deployed", 0, Instant.EPOCH));
    }
    receipts.update(all, complete, NOW);
  }
}
