package solo.core.directory;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.Test;

public class RestTest {
  private static final Path FILE = Path.of("/deploy/app.jar");
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final Rest rest = new Rest(500);
  private long nowMs;

  private final Clock clock =
      new Clock() {
        @Override
        public long monotonicMs() {
          return nowMs;
        }

        @Override
        public Instant wall() {
          return BEGIN.plusMillis(nowMs);
        }
      };

  private static Stamp stamp(long size, long modifiedMs, long changedMs, long inode) {
    return new Stamp(
        Stamp.Kind.FILE, size, BEGIN.plusMillis(modifiedMs), BEGIN.plusMillis(changedMs), inode, 1);
  }

  private boolean atRest(Stamp stamp) {
    return rest.atRest(FILE, stamp, clock);
  }

  @Test
  public void aFileWrittenJustNowRestsAfterTheSettleTime() {
    Stamp stamp = stamp(10, 0, 0, 1);
    assertFalse(atRest(stamp));
    nowMs = 499;
    assertFalse(atRest(stamp));
    nowMs = 500;
    assertTrue(atRest(stamp));
  }

  @Test
  public void everyChangeBeginsTheWaitAnew() {
    assertFalse(atRest(stamp(10, 0, 0, 1)));
    nowMs = 450;
    assertFalse(atRest(stamp(20, 450, 450, 1)));
    nowMs = 900;
    assertFalse(atRest(stamp(20, 450, 450, 1)));
    nowMs = 950;
    assertTrue(atRest(stamp(20, 450, 450, 1)));
  }

  @Test
  public void aFileOfLongAgoRestsAtTheFirstLook() {
    assertTrue(atRest(stamp(10, -500, -500, 1)));
  }

  @Test
  public void aTimeBeyondAnyClockRestsAfterTheSettleTime() {
    Stamp stamp = new Stamp(Stamp.Kind.FILE, 10, Instant.MAX, BEGIN, 1, 1);
    assertFalse(atRest(stamp));
    nowMs = 500;
    assertTrue(atRest(stamp));
  }

  @Test
  public void aTimeBeforeAnyClockRestsAtTheFirstLook() {
    assertTrue(atRest(new Stamp(Stamp.Kind.FILE, 10, Instant.MIN, BEGIN, 1, 1)));
  }

  @Test
  public void aFreshFileThatWasRenamedIntoPlaceRestsAtTheFirstLook() {
    assertTrue(atRest(stamp(10, -10, -5, 1)));
    assertTrue("another one over it too", atRest(stamp(10, -2, -1, 2)));
  }

  @Test
  public void aWriteToTheSameFileIsNoRename() {
    assertTrue(atRest(stamp(10, -10, -5, 1)));
    assertFalse("written to, then its mode changed", atRest(stamp(20, -2, -1, 1)));
  }

  @Test
  public void aTimeInTheFutureDoesNotCountAsRest() {
    Stamp stamp = stamp(10, 3_600_000, 3_600_000, 1);
    assertFalse(atRest(stamp));
    nowMs = 500;
    assertTrue("but staying the same does", atRest(stamp));
  }
}
