package solo.core.recovery;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;
import solo.core.capability.Caller;
import solo.core.event.Event;

/** Takes checkpoints. Safe for use by many threads. */
@ProviderType
public interface Checkpointer {

  /**
   * Writes a checkpoint of the state now. Durable, and told by the returned {@code
   * checkpoint_created} event, when it returns.
   *
   * @throws IOException when the checkpoint could not be written
   * @throws solo.core.capability.AccessDeniedException when the caller is no admin
   */
  Event take(Caller caller, String reason) throws IOException;
}
