package solo.core.collect;

import java.util.List;
import java.util.Optional;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.SystemState;

/** Checkpoints of states, for who only reads them. */
record GivenCheckpoints(List<SystemState> states) implements CheckpointStore {
  @Override
  public Optional<Checkpoint> latest() {
    return list().stream().flatMap(listed -> listed.checkpoint().stream()).findFirst();
  }

  @Override
  public List<CheckpointStore.Listed> list() {
    return states.stream()
        .map(
            state ->
                new CheckpointStore.Listed(state.id(), Optional.of(new Checkpoint(state, 1)), ""))
        .toList();
  }

  @Override
  public void remove(long id) {
    throw new UnsupportedOperationException("a collection of artifacts removes no checkpoint");
  }

  @Override
  public Checkpoint write(SystemState state) {
    throw new UnsupportedOperationException("a collection of artifacts writes no checkpoint");
  }
}
