package solo.core.audit;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import solo.core.capability.Caller;
import solo.core.event.Event;
import solo.core.verify.Finding;

/** Proves the log. Safe for use by many threads. */
@ProviderType
public interface Audit {

  /**
   * What was proved.
   *
   * @param firstId the first event whose link was computed, archived ones included; 0 for none
   * @param lastId the last one
   * @param events how many were read
   * @param archived how many of them from archives
   * @param heads how many signed heads are in the log as they were signed
   * @param lastSigned the last event that a signed head covers, 0 for none
   * @param lastSignedAt when that was signed; the epoch for none
   * @param kept what retention left of the events that were taken out, empty where none were
   * @param findings what is wrong, by id; empty where nothing is
   */
  record Report(
      long firstId,
      long lastId,
      long events,
      long archived,
      long heads,
      long lastSigned,
      Instant lastSignedAt,
      Optional<Kept> kept,
      List<Finding> findings) {
    /** Copies the list. */
    public Report {
      findings = List.copyOf(findings);
    }
  }

  /**
   * What is kept of the events that retention took out.
   *
   * @param through the last of those events
   * @param signedAt when it was signed; the epoch for none
   */
  record Kept(long through, Witness witness, Instant signedAt) {}

  /** What stands for that which is kept. */
  enum Witness {
    /** It was signed before the events went, and so was all that it was made of. */
    SIGNED,
    /** It, or what it was made of, was there when the log was met for the first time. */
    FOUND,
    /** Nothing that was signed. */
    NONE
  }

  /**
   * Heads that are kept elsewhere.
   *
   * @param heads a copy of {@code heads} of the state directory
   * @param key a file with one or more public keys, as {@code audit.pub} of it
   */
  record Copy(Path heads, Path key) {}

  /**
   * Reads the whole log, archived segments first, and compares the chain, the ids, what retention
   * left, and each signed head; an unsigned end is no finding.
   *
   * @param progress told in words how far it is
   * @throws solo.core.capability.AccessDeniedException when the caller may not
   */
  Report verify(Caller caller, Consumer<String> progress) throws InterruptedException;

  /** The same by heads that are kept elsewhere; those of the state directory are not looked at. */
  Report verify(Caller caller, Copy copy, Consumer<String> progress) throws InterruptedException;

  /**
   * Accepts that heads are gone, or that nothing was signed of what retention left. The event is
   * durable when it returns, and the acceptance is signed beside the heads.
   *
   * @param reason for the event, may be empty
   * @return the event
   * @throws IllegalStateException when there is nothing to accept
   * @throws java.io.UncheckedIOException when it could not be signed; to be tried again
   * @throws solo.core.event.EventStoreException when the event could not be written
   * @throws solo.core.capability.AccessDeniedException when the caller may not
   */
  Event accept(Caller caller, String reason) throws InterruptedException;
}
