package solo.eventstore.audit;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import solo.core.verify.Head.Mark;
import solo.eventstore.journal.TakenOut;

/**
 * What a key has signed.
 *
 * @param number of the line, from 1, one more than that of the line before it
 * @param mark an event as it was then; of a base the last one that was taken out, 0 for none
 * @param base of a base the SHA-256 of its file, 64 zeros where there is none; else empty
 * @param at when it was signed
 * @param keyId of the key that signed
 * @param previous SHA-256 of the line before it, 64 zeros for the first
 * @param signature 64 bytes in Base64
 */
record SignedLine(
    Word word,
    long number,
    Mark mark,
    String base,
    Instant at,
    String keyId,
    String previous,
    String signature) {

  /** What it says. */
  enum Word {
    /** The event and all before it are in the log. */
    HEAD,
    /** This is what retention keeps of the events up to this one, of which all was witnessed. */
    BASE,
    /** This was found to be kept, and nobody had signed it. */
    FOUND,
    /** Heads were signed before, and none of them was there. */
    ANEW,
    /** By this event somebody accepted what was said before. */
    ACCEPTED;

    boolean isOfABase() {
      return this == BASE || this == FOUND;
    }

    /** As it stands in the file. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Word> of(String text) {
      for (Word word : values()) {
        if (word.text().equals(text)) {
          return Optional.of(word);
        }
      }
      return Optional.empty();
    }
  }

  /** The event's id. */
  long id() {
    return mark.id();
  }

  boolean isHead() {
    return word == Word.HEAD;
  }

  /** Whether it is of what a log keeps of the events that were taken out. */
  boolean standsFor(UUID instance, TakenOut taken) {
    return word.isOfABase()
        && mark.equals(new Mark(instance, taken.through(), taken.link()))
        && base.equals(taken.sha256());
  }

  /** What is signed. */
  record Unsigned(
      Word word, long number, Mark mark, String base, Instant at, String keyId, String previous) {
    SignedLine signed(String signature) {
      return new SignedLine(word, number, mark, base, at, keyId, previous, signature);
    }
  }

  Unsigned unsigned() {
    return new Unsigned(word, number, mark, base, at, keyId, previous);
  }
}
