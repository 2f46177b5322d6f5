package solo.eventstore.head;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import solo.core.disk.Disk;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/**
 * The head of a log that nobody has open. Reads only.
 *
 * @param summary what it knows, for people
 */
public record OfflineHead(String summary, List<Finding> findings) {

  /** The last event that the head in a state directory knows, 0 where it knows none. */
  public static long knownId(Path state, Disk disk) {
    return file(state, disk).read().known().map(known -> known.newest().id()).orElse(0L);
  }

  /** Compares the head with the log. */
  public static OfflineHead of(Path state, Disk disk, WitnessedLog log) {
    HeadFile file = file(state, disk);
    HeadFile.Reading reading = file.read();
    if (reading.known().isEmpty()) {
      String why = file.path() + " " + reading.why();
      boolean none = log.openedAt() == 0;
      return new OfflineHead(
          why, none ? List.of() : List.of(Comparison.missing(reading.why(), file.path())));
    }
    Known known = reading.known().get();
    try {
      Optional<Finding> finding = Comparison.finding(new Comparison(log).with(known), file.path());
      return new OfflineHead(
          "knows event %d of %s".formatted(known.newest().id(), known.at()),
          finding.stream().toList());
    } catch (RuntimeException e) {
      return new OfflineHead("cannot be compared", List.of(unreadable(file.path(), e)));
    }
  }

  private static Finding unreadable(Path file, RuntimeException why) {
    return Finding.of(
        Kind.STORE_UNREADABLE,
        "head",
        "%s cannot be compared with the log: %s".formatted(file, why.getMessage()),
        "see what else is found of the log; mend that, then run './solo fsck' again",
        false);
  }

  private static HeadFile file(Path state, Disk disk) {
    return new HeadFile(state.resolve("head"), disk);
  }
}
