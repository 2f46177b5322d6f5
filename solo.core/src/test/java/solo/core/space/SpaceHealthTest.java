package solo.core.space;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import org.apache.felix.hc.api.Result;
import org.junit.Test;

public class SpaceHealthTest {
  private static final Path DATA = Path.of("/srv/data");

  @Test
  public void flt06_aFullDiskIsCriticalAndNamed() {
    Result full = SpaceHealth.result(DATA, SpaceHealth.FULL_BYTES - 1);
    assertEquals(Result.Status.CRITICAL, full.getStatus());
    assertTrue(full.toString(), full.toString().contains("/srv/data"));
    assertTrue(full.toString(), full.toString().contains("Free some space"));
  }

  @Test
  public void aNearlyFullDiskIsAWarning() {
    assertEquals(Result.Status.WARN, SpaceHealth.result(DATA, SpaceHealth.FULL_BYTES).getStatus());
    assertEquals(
        Result.Status.WARN, SpaceHealth.result(DATA, SpaceHealth.SCARCE_BYTES - 1).getStatus());
  }

  @Test
  public void oneWithRoomIsWell() {
    assertEquals(Result.Status.OK, SpaceHealth.result(DATA, SpaceHealth.SCARCE_BYTES).getStatus());
  }
}
