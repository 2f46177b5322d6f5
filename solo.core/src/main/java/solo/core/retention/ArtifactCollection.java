package solo.core.retention;

import org.osgi.annotation.versioning.ProviderType;
import solo.core.capability.Caller;

/**
 * Removes artifacts that neither the log that is there, nor a checkpoint, nor a deploy under way
 * names. Safe for use by many threads.
 */
@ProviderType
public interface ArtifactCollection {

  /**
   * What there is.
   *
   * @param artifacts how many
   * @param bytes of their files
   * @param unnamed what a collection now would remove of them
   */
  record Status(int artifacts, long bytes, Collected unnamed) {}

  /**
   * What was, or would be, removed.
   *
   * @param artifacts how many
   * @param bytes of their files
   */
  record Collected(int artifacts, long bytes) {}

  /**
   * What there is now; removes nothing. Reads the log where not every artifact is one that a
   * service runs from.
   *
   * @throws RetentionException when it cannot be told what is named
   * @throws solo.core.capability.AccessDeniedException when the caller may not
   */
  Status status(Caller caller) throws RetentionException, InterruptedException;

  /**
   * Removes it. Where something was removed the log says so: the event {@code artifacts_collected}
   * is durable when it returns.
   *
   * @throws RetentionException when it cannot be told what is named, as where an event cannot be
   *     read, or a file cannot be removed
   * @throws solo.core.capability.AccessDeniedException when the caller may not
   */
  Collected collect(Caller caller, String reason) throws RetentionException, InterruptedException;
}
