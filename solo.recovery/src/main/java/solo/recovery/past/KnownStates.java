package solo.recovery.past;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.CheckpointStore.Listed;
import solo.core.recovery.SystemState;

/** The checkpoints that can be used, read once and only when one is asked for. For one thread. */
final class KnownStates {
  private final CheckpointStore checkpoints;
  private Map<Long, SystemState> states;

  KnownStates(CheckpointStore checkpoints) {
    this.checkpoints = checkpoints;
  }

  /**
   * That of an event.
   *
   * @throws UncheckedIOException when they cannot be listed
   */
  Optional<SystemState> of(long id) {
    if (states == null) {
      states = read();
    }
    return Optional.ofNullable(states.get(id));
  }

  private Map<Long, SystemState> read() {
    Map<Long, SystemState> read = new HashMap<>();
    try {
      for (Listed listed : checkpoints.list()) {
        listed.checkpoint().ifPresent(usable -> read.put(listed.id(), usable.state()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the checkpoints cannot be listed: " + e.getMessage(), e);
    }
    return read;
  }
}
