package solo.core.directory;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import solo.core.recovery.Decision.FileAction;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.ServiceRecord.FileMark;
import solo.core.recovery.ServiceRecord.FileOutcome;

/**
 * What became of a file, for scripts that wait for it. Pure.
 *
 * @param file its name relative to the deploy directory, printable
 * @param digest SHA-256 of the content it is about, empty while that is not known
 * @param reason empty when it was accepted
 * @param eventId the event that says so, 0 where none does
 * @param time of that event, the epoch where there is none
 */
record Receipt(String file, String digest, State state, String reason, long eventId, Instant time) {

  /** How it stands with the file. */
  enum State {
    ACCEPTED,
    REFUSED,
    PENDING
  }

  /** A file whose content is known, and what the log says of its service. */
  record About(Sighting sighting, String digest, ServiceRecord record) {}

  /** The receipt of a file that is not looked into, or not yet. */
  static Receipt held(Sighting sighting, String why) {
    State state = sighting.refused() ? State.REFUSED : State.PENDING;
    return new Receipt(sighting.name(), "", state, why, 0, Instant.EPOCH);
  }

  /**
   * The receipt of a file whose content is known.
   *
   * @param action what was decided about it
   * @param failed why a deploy of it in this process failed without an event
   */
  static Receipt settled(About about, FileAction action, Optional<String> failed, Marks marks) {
    ServiceRecord record = about.record();
    Optional<FileMark> mark = record.file().filter(m -> m.digest().equals(about.digest()));
    Draft draft = new Draft(about.sighting().name(), about.digest());
    if (record.open().isPresent()) {
      return draft.of(State.PENDING, "is being deployed", record.open().get().eventId());
    } else if (action == FileAction.REFUSE) {
      return draft.of(
          State.REFUSED,
          "the process died in its deploy or start; change the file or deploy it with --retry",
          mark.map(FileMark::eventId).orElse(record.standingId()));
    } else if (action == FileAction.RETRY_ALONE) {
      return draft.of(
          State.PENDING,
          "the process died in its deploy; it is tried once more, alone",
          mark.map(FileMark::eventId).orElse(0L));
    } else if (mark.isPresent()) {
      return draft.ofMark(mark.get(), marks.of(mark.get()));
    }
    return failed
        .map(why -> draft.of(State.REFUSED, why, 0))
        .orElse(draft.of(State.PENDING, "is being deployed", 0));
  }

  /** The same without its time, to see whether a file tells something new. */
  Receipt timeless() {
    return at(Instant.EPOCH);
  }

  Receipt at(Instant when) {
    return new Receipt(file, digest, state, reason, eventId, when);
  }

  /** One JSON object on lines of its own, so that shell tools can read it too. */
  String json() {
    return """
        {
          "file": %s,
          "digest": %s,
          "state": %s,
          "reason": %s,
          "eventId": %d,
          "time": %s
        }
        """
        .formatted(
            quote(file),
            quote(digest),
            quote(state.name().toLowerCase(Locale.ROOT)),
            quote(reason),
            eventId,
            quote(time.toString()));
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  /** What all receipts of one content share. */
  private record Draft(String file, String digest) {
    Receipt of(State state, String reason, long eventId) {
      return new Receipt(file, digest, state, reason, eventId, Instant.EPOCH);
    }

    Receipt ofMark(FileMark mark, Marks.Told told) {
      boolean accepted = mark.outcome() == FileOutcome.ACCEPTED;
      String reason =
          mark.outcome() == FileOutcome.INTERRUPTED
              ? "the process died in its deploy, and the service was changed since"
              : told.detail();
      return of(accepted ? State.ACCEPTED : State.REFUSED, accepted ? "" : reason, mark.eventId())
          .at(told.time());
    }
  }
}
