package solo.eventstore.journal;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * A part of the journal that was lost, or that nothing proves, and that an operator gave up. What
 * lies in it is never read again.
 *
 * @param firstLost the first id that is lost, or the next id where none is
 * @param next the id of the first record after it; every lost id is below it
 * @param stop where reading stops: the end of the last good record and its seals
 * @param resume where reading goes on
 * @param after what is there
 * @param own whether {@code link} is the next record's own link; else it is the link that the next
 *     record's is computed from
 * @param link what the chain goes on from, 32 bytes
 * @param timeMs what the next record's time is not to be below
 */
public record Gap(
    UUID instance,
    long firstLost,
    long next,
    Place stop,
    Place resume,
    After after,
    boolean own,
    byte[] link,
    long timeMs,
    Acceptance acceptance) {

  /** What is where reading goes on. */
  public enum After {
    /** A segment with a whole header. */
    SEGMENT,
    /** A segment whose header is damaged, and is not read. */
    HEADERLESS,
    /** A segment that had yet to be made: nothing whole followed. */
    NEW
  }

  /**
   * A place in the journal's files.
   *
   * @param number of the segment, 0 for what is before the first
   * @param firstId of the segment, by its name, 0 for what is before the first
   * @param offset in it
   */
  public record Place(long number, long firstId, long offset) {
    /** Before the first segment. */
    static final Place BEGIN = new Place(0, 0, 0);

    /** In the same segment, or in one with a lower number and first id. */
    private boolean isNotBehind(Place other) {
      return firstId == other.firstId
          ? number == other.number
          : firstId < other.firstId && number < other.number;
    }
  }

  /**
   * Who gave it up.
   *
   * @param by the actor, as events keep it
   * @param reason in the actor's words
   * @param what the damage, in words
   */
  public record Acceptance(Instant at, String by, String reason, String what) {}

  /** Checks the fields. */
  public Gap {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(after, "after");
    Objects.requireNonNull(acceptance, "acceptance");
    boolean sound =
        firstLost > 0
            && next >= firstLost
            && next < Long.MAX_VALUE
            && link.length == RecordFormat.LINK
            && stop.isNotBehind(resume)
            && resume.number() > 0
            && resume.offset() >= SegmentHeader.SIZE;
    if (!sound) {
      throw new IllegalArgumentException("not a gap: " + firstLost + " to " + next);
    }
  }

  /** The last id that is lost; one below the first where none is. */
  public long lastLost() {
    return next - 1;
  }

  /** How many ids are lost; not every one of them needs to have been a record. */
  public long lost() {
    return next - firstLost;
  }

  boolean holds(long id) {
    return id >= firstLost && id < next;
  }

  /** Whether it ends in the segment in which it begins. */
  boolean isWithinOneSegment() {
    return stop.firstId() == resume.firstId();
  }

  Anchor anchor() {
    return new Anchor(resume.offset(), next - 1, link, own);
  }

  Gap with(Acceptance other) {
    return new Gap(instance, firstLost, next, stop, resume, after, own, link, timeMs, other);
  }

  /** What is lost, for people. */
  public String what() {
    if (lost() == 0) {
      return "no event is lost, but nothing proves event " + next;
    }
    return lost() == 1
        ? "event " + firstLost + " is lost"
        : "events %d to %d are lost".formatted(firstLost, lastLost());
  }

  /** All there is to say, for the event that tells that it was accepted. */
  public String told() {
    return "%s, %s; found: %s; accepted %s"
        .formatted(what(), where(), acceptance.what(), acceptance.at());
  }

  /** Whether an event of this first lost id tells of this gap, and not of another loss. */
  public boolean isToldBy(long firstLostId, String detail) {
    return firstLostId == firstLost && detail.endsWith("; accepted " + acceptance.at());
  }

  /** The place in files and offsets, for people. */
  public String where() {
    String from =
        stop.number() == 0
            ? "the begin"
            : Segment.name(stop.firstId()) + ", offset " + stop.offset();
    String to = Segment.name(resume.firstId()) + ", offset " + resume.offset();
    return after == After.NEW
        ? "from " + from + " on; the log goes on in the new segment " + to
        : "from " + from + " to " + to;
  }
}
