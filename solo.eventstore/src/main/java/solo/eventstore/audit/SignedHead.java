package solo.eventstore.audit;

import java.time.Instant;
import solo.core.verify.Head.Mark;

/**
 * An event as it was when a key signed that it is in the log, with all before it.
 *
 * @param number of the head, from 1, one more than the head's before it
 * @param mark the event
 * @param at when it was signed
 * @param keyId of the key that signed
 * @param previous SHA-256 of the line before it, 64 zeros for the first
 * @param signature 64 bytes in Base64
 */
record SignedHead(
    long number, Mark mark, Instant at, String keyId, String previous, String signature) {

  /** The event's id. */
  long id() {
    return mark.id();
  }
}
