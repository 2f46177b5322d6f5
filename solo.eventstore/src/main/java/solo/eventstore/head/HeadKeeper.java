package solo.eventstore.head;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.osgi.service.log.Logger;
import solo.core.event.Payload;
import solo.core.tenant.Printable;
import solo.core.verify.Finding;
import solo.core.verify.Head;
import solo.core.verify.Head.Mark;

/**
 * What is known of the log, in memory and in the file. While the log is not the known one its
 * progress is written beside what is known, which stays. Safe for use by many threads, which wait
 * for one another's writes.
 */
final class HeadKeeper {
  private final HeadFile file;
  private final WitnessedLog log;
  private final InstantSource clock;
  private final Logger logger;

  private volatile Optional<Known> known = Optional.empty();
  private volatile Optional<Finding> missing = Optional.empty();
  private volatile String trouble = "";
  private boolean leftAlone;
  private boolean written;

  /** Reads and compares, once; what is found is said. */
  HeadKeeper(HeadFile file, WitnessedLog log, InstantSource clock, Logger logger) {
    this.file = file;
    this.log = log;
    this.clock = clock;
    this.logger = logger;
    HeadFile.Reading reading = file.read();
    try {
      known = reading.known().map(new Comparison(log)::with);
      written = known.equals(reading.known());
    } catch (RuntimeException e) {
      known = reading.known();
      leaveAlone("cannot be compared with the log: " + e.getMessage());
    }
    contradiction()
        .ifPresent(found -> logger.error("{}: {}; {}", found.kind(), found.detail(), found.fix()));
    if (reading.known().isEmpty()) {
      none(reading);
    }
  }

  private void none(HeadFile.Reading reading) {
    if (!reading.mayBeReplaced()) {
      leaveAlone(reading.why() + " and is left alone: move it away");
    }
    if (log.openedAt() > 0) {
      Finding found = Comparison.missing(Printable.escape(reading.why()), path());
      missing = Optional.of(found);
      logger.warn("{}: {}; {}", found.kind(), found.detail(), found.fix());
    }
  }

  private void leaveAlone(String why) {
    leftAlone = true;
    trouble = Printable.escape(path() + " " + why);
    logger.warn("The head is not kept: {}", trouble);
  }

  private Optional<Finding> contradiction() {
    return known.flatMap(now -> Comparison.finding(now, path()));
  }

  Path path() {
    return file.path();
  }

  Head.Status status() {
    Optional<Known> now = known;
    return new Head.Status(
        path(),
        now.map(Known::mark),
        now.map(Known::at).orElse(Instant.EPOCH),
        last(),
        now.flatMap(k -> Comparison.finding(k, path())).or(() -> missing),
        trouble);
  }

  private Mark last() {
    WitnessedLog.Last last = log.last();
    return new Mark(log.instance(), last.id(), Comparison.hex(last.link()));
  }

  /** Whether the file is to have something else than it has. */
  synchronized boolean isBehind() {
    Mark last = last();
    boolean news = last.id() > 0 && !known.map(Known::newest).equals(Optional.of(last));
    return !leftAlone && (news || (!written && known.isPresent()));
  }

  /**
   * Writes how far the log is, if that is news.
   *
   * @return whether the file has it now, or is not to have it
   */
  synchronized boolean follow() {
    if (!isBehind()) {
      return true;
    }
    Mark last = last();
    Known next =
        known.map(k -> k.goneOn(last, now())).orElseGet(() -> Known.following(last, now()));
    try {
      write(next);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The loss that waits to be accepted.
   *
   * @throws IllegalStateException when there is none
   */
  synchronized Payload.DataLossAccepted loss() {
    Finding found =
        contradiction()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "there is no loss to accept: the log has all that the head knows"));
    return new Payload.DataLossAccepted(
        known.orElseThrow().parted().orElseThrow().firstLost(),
        found.kind() + ": " + found.detail());
  }

  /**
   * Follows the log that is there now, whatever was known before. When it fails all stays as it
   * was.
   */
  synchronized void accept() throws IOException {
    write(Known.following(last(), now()));
    leftAlone = false;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private void write(Known next) throws IOException {
    try {
      file.write(next);
    } catch (IOException e) {
      written = false;
      tell("cannot be written: " + e);
      throw e;
    }
    known = Optional.of(next);
    written = true;
    tell("");
  }

  private void tell(String why) {
    String now = why.isEmpty() ? "" : Printable.escape(path() + " " + why);
    if (now.equals(trouble)) {
      return;
    }
    trouble = now;
    if (now.isEmpty()) {
      logger.info("The head is kept again in {}", path());
    } else {
      logger.warn("The head is not kept: {}", now);
    }
  }
}
