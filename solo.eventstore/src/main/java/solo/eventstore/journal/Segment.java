package solo.eventstore.journal;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** A segment that has its name. */
record Segment(Path file, SegmentHeader header) {
  /** What every segment's name ends with. */
  static final String SUFFIX = ".log";

  /** Durable zeros, the next segment before it has a name. */
  static final String PREPARED = "segment.next";

  /** The same while the zeros are written. */
  static final String UNFINISHED = "segment.tmp";

  private static final Pattern NAME = Pattern.compile("\\d{20}\\.log");

  static String name(long firstId) {
    return String.format("%020d%s", firstId, SUFFIX);
  }

  /** The first id a file's name gives, empty where it is no segment's name. */
  static OptionalLong firstId(String name) {
    if (!NAME.matcher(name).matches()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(name.substring(0, 20)));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  long number() {
    return header.number();
  }

  long firstId() {
    return header.firstId();
  }
}
