package solo.eventstore.journal;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import solo.core.disk.Disk;

/**
 * What is known of the segments that were taken out, as the file of {@link BaseFile} says it: where
 * the log goes on, and which of their records are kept. Immutable.
 */
final class Base {
  /** What every base's name ends with. */
  static final String SUFFIX = ".base";

  /** The same until the file is whole. */
  static final String UNFINISHED = ".base.tmp";

  private static final Pattern NAME = Pattern.compile("\\d{20}\\.base");

  /**
   * What it says of the log.
   *
   * @param through the last id that was taken out
   * @param link of that record
   * @param firstSegment the number of the first segment that stays
   * @param timeMs of that record: no later one has a time below it
   */
  record Facts(UUID instance, long through, byte[] link, long firstSegment, long timeMs) {}

  private final Path file;
  private final Facts facts;
  private final long[] ids;
  private final long[] offsets;
  private final byte[] sha256;

  /** With the ids of the kept records, ascending, and where each begins in the file. */
  Base(Path file, Facts facts, long[] ids, long[] offsets, byte[] sha256) {
    this.file = file;
    this.facts = facts;
    this.ids = ids;
    this.offsets = offsets;
    this.sha256 = sha256;
  }

  static String name(long through) {
    return String.format("%020d%s", through, SUFFIX);
  }

  /** The last id that a file's name gives, empty where it is no base's name. */
  static OptionalLong through(String name) {
    return NAME.matcher(name).matches() && name.charAt(0) == '0'
        ? OptionalLong.of(Long.parseLong(name.substring(0, 20)))
        : OptionalLong.empty();
  }

  Path file() {
    return file;
  }

  Facts facts() {
    return facts;
  }

  long through() {
    return facts.through;
  }

  /** How many records are kept. */
  int kept() {
    return ids.length;
  }

  long id(int index) {
    return ids[index];
  }

  long offset(int index) {
    return offsets[index];
  }

  /** The first kept record with an id above another. */
  int after(long id) {
    int at = Arrays.binarySearch(ids, id);
    return at >= 0 ? at + 1 : -at - 1;
  }

  boolean keeps(long id) {
    return Arrays.binarySearch(ids, id) >= 0;
  }

  boolean keepsExactly(long[] others) {
    return Arrays.equals(ids, others);
  }

  /** The same under another name. */
  Base at(Path other) {
    return new Base(other, facts, ids, offsets, sha256);
  }

  /** SHA-256 of the file, 64 hex digits. */
  String sha256() {
    return HexFormat.of().formatHex(sha256);
  }

  /** The kept records after an id. */
  KeptRecords records(Disk disk, RecordFormat format, long afterId) {
    return new KeptRecords(disk, format, this, after(afterId));
  }
}
