package solo.eventstore.provider;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import solo.core.disk.Disk;
import solo.core.disk.SimDisk;
import solo.core.disk.SimPath;
import solo.core.lifecycle.FatalExit;
import solo.eventstore.clock.ClockLimits;
import solo.eventstore.clock.GuardedClock;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalOptions;

/** Stores for the contracts, with segments so small that there are many. */
public final class Stores {
  private Stores() {}

  /** The journal of a store. */
  public static Journal journal(JournalEventStore store) {
    return store.source().journal();
  }

  /** A store on a simulated disk, without a thread of its own that writes. */
  public static JournalEventStore open(Path directory, SimDisk disk, FatalExit fatal) {
    SimPath.use(disk);
    return new JournalEventStore(
        new StoreOpening(
            directory,
            JournalOptions.defaults()
                .withSegmentBytes(8 << 10)
                .withWaits(Duration.ofDays(1), Duration.ZERO)
                .withPrepareAhead(false),
            disk,
            "boot " + disk.boot(),
            fatal,
            LoggedLines.into(Collections.synchronizedList(new ArrayList<>()))),
        new GuardedClock(() -> Instant.EPOCH, () -> 0, ClockLimits.DEFAULT));
  }

  /** A store of a directory, whose time goes on by the clock alone; to be closed by the caller. */
  public static JournalEventStore open(Path directory, Clock clock) {
    return open(directory, clock, 512 << 10);
  }

  /** The same with segments of a size. */
  public static JournalEventStore open(Path directory, Clock clock, int segmentBytes) {
    return new JournalEventStore(
        new StoreOpening(
            directory,
            JournalOptions.defaults().withSegmentBytes(segmentBytes),
            Disk.real(),
            "kernel",
            (code, reason) -> {
              throw new AssertionError(code + " " + reason);
            },
            LoggedLines.into(Collections.synchronizedList(new ArrayList<>()))),
        new GuardedClock(clock, () -> 0, ClockLimits.DEFAULT));
  }
}
