package solo.eventstore.journal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;
import solo.core.event.EventStoreException;

/**
 * How a journal works. Start from {@link #defaults()}.
 *
 * @param segmentBytes the size of a new segment's file: 8 KiB to 64 MiB, a multiple of 4096
 * @param reserveBytes the end of the last segment that only essential records get when the disk is
 *     full: at most half of a segment
 * @param queueRecords how many records wait at most to be written, above 0
 * @param queueBytes how many bytes of bodies wait at most; a larger one is taken by an empty queue
 * @param sealAfter how long the writer is idle before it seals the last batch
 * @param diskFullRetry how long at least between two attempts to get space for a segment
 * @param prepareAhead whether a thread of its own prepares the next segment
 * @param clock what gives the records' time
 * @param onFatal called once, on the writer's thread, when a write or a force failed: the journal
 *     takes nothing more and the process is to end
 */
public record JournalOptions(
    int segmentBytes,
    int reserveBytes,
    int queueRecords,
    long queueBytes,
    Duration sealAfter,
    Duration diskFullRetry,
    boolean prepareAhead,
    InstantSource clock,
    Consumer<EventStoreException> onFatal) {

  /** Checks the fields. */
  public JournalOptions {
    require(
        segmentBytes >= 8192 && segmentBytes <= 64 << 20 && segmentBytes % 4096 == 0,
        "segmentBytes is 8192 to 67108864 and a multiple of 4096, not " + segmentBytes);
    require(
        reserveBytes >= 0 && reserveBytes <= segmentBytes / 2,
        "reserveBytes is 0 to half of a segment, not " + reserveBytes);
    require(queueRecords > 0, "queueRecords is above 0, not " + queueRecords);
    require(queueBytes > 0, "queueBytes is above 0, not " + queueBytes);
    require(!sealAfter.isNegative(), "sealAfter is not negative: " + sealAfter);
    require(!diskFullRetry.isNegative(), "diskFullRetry is not negative: " + diskFullRetry);
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(onFatal, "onFatal");
  }

  /** 16 MiB segments, 256 KiB reserve, 8192 records or 16 MiB waiting, a seal after 25 ms. */
  public static JournalOptions defaults() {
    return new JournalOptions(
        16 << 20,
        256 << 10,
        8192,
        16L << 20,
        Duration.ofMillis(25),
        Duration.ofSeconds(1),
        true,
        InstantSource.system(),
        fatal -> {});
  }

  /** The same with another segment size; the reserve shrinks with it where it must. */
  public JournalOptions withSegmentBytes(int bytes) {
    int reserve = Math.min(reserveBytes, bytes / 4);
    return new JournalOptions(
        bytes,
        reserve,
        queueRecords,
        queueBytes,
        sealAfter,
        diskFullRetry,
        prepareAhead,
        clock,
        onFatal);
  }

  /** The same with another bound of the queue. */
  public JournalOptions withQueue(int records, long bytes) {
    return new JournalOptions(
        segmentBytes,
        reserveBytes,
        records,
        bytes,
        sealAfter,
        diskFullRetry,
        prepareAhead,
        clock,
        onFatal);
  }

  /** The same with another pair of waits. */
  public JournalOptions withWaits(Duration seal, Duration retry) {
    return new JournalOptions(
        segmentBytes,
        reserveBytes,
        queueRecords,
        queueBytes,
        seal,
        retry,
        prepareAhead,
        clock,
        onFatal);
  }

  /** The same with or without a thread that prepares segments. */
  public JournalOptions withPrepareAhead(boolean ahead) {
    return new JournalOptions(
        segmentBytes,
        reserveBytes,
        queueRecords,
        queueBytes,
        sealAfter,
        diskFullRetry,
        ahead,
        clock,
        onFatal);
  }

  /** The same with another clock. */
  public JournalOptions withClock(InstantSource other) {
    return new JournalOptions(
        segmentBytes,
        reserveBytes,
        queueRecords,
        queueBytes,
        sealAfter,
        diskFullRetry,
        prepareAhead,
        other,
        onFatal);
  }

  /** The same with another end of the process. */
  public JournalOptions withOnFatal(Consumer<EventStoreException> other) {
    return new JournalOptions(
        segmentBytes,
        reserveBytes,
        queueRecords,
        queueBytes,
        sealAfter,
        diskFullRetry,
        prepareAhead,
        clock,
        other);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
