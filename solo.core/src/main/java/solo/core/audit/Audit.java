package solo.core.audit;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import solo.core.capability.Caller;
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
      List<Finding> findings) {
    /** Copies the list. */
    public Report {
      findings = List.copyOf(findings);
    }
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
}
