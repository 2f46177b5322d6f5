package solo.recovery.past;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.SystemState;

/** Checkpoints in memory, each of which stays. */
final class KeptCheckpoints implements CheckpointStore {
  private final List<Listed> listed = new ArrayList<>();

  @Override
  public Optional<Checkpoint> latest() {
    return listed.stream().findFirst().flatMap(Listed::checkpoint);
  }

  @Override
  public List<Listed> list() {
    return List.copyOf(listed);
  }

  @Override
  public void remove(long id) {
    listed.removeIf(one -> one.id() == id);
  }

  @Override
  public Checkpoint write(SystemState state) {
    Checkpoint written = new Checkpoint(state, 1);
    listed.add(0, new Listed(state.id(), Optional.of(written), ""));
    return written;
  }
}
