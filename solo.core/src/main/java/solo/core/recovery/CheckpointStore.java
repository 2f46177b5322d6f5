package solo.core.recovery;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Checkpoint files beside the journal. Derived data: one that is missing or broken costs time, no
 * fact. Safe for use by many threads.
 */
@ProviderType
public interface CheckpointStore {

  /**
   * A checkpoint on disk.
   *
   * @param bytes its size
   */
  record Checkpoint(SystemState state, long bytes) {}

  /**
   * The newest one that is whole and whose id and link are the journal's; empty where there is
   * none. Broken ones are logged and passed over.
   */
  Optional<Checkpoint> latest();

  /**
   * A checkpoint's file.
   *
   * @param id of the event that its name says
   * @param checkpoint empty where it cannot be used
   * @param problem why it cannot be used, empty where it can
   */
  record Listed(long id, Optional<Checkpoint> checkpoint, String problem) {}

  /**
   * Every file of a checkpoint, the newest first, also those that cannot be used.
   *
   * @throws IOException when the directory cannot be read
   */
  List<Listed> list() throws IOException;

  /** Removes the file of a checkpoint; one that is not there is fine. */
  void remove(long id) throws IOException;

  /**
   * Writes one, forces it, reads it back and compares; then removes all but the two newest. An id
   * that has one already is written again.
   *
   * @throws IOException when it could not be written or read back as it was; the older ones stay
   * @throws IllegalArgumentException when the journal has no event with the state's id
   */
  Checkpoint write(SystemState state) throws IOException;
}
