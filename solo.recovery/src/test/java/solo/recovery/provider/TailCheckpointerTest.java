package solo.recovery.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static solo.recovery.provider.Container.key;
import static solo.recovery.provider.Container.spec;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.junit.After;
import org.junit.Test;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.SystemState;
import solo.recovery.Doors;

/** Checkpoints, asked for and by the length of the tail. */
public class TailCheckpointerTest {
  private static final long TAIL = 20;

  private final Container container = new Container();
  private final Authorization ownerOnly =
      new Doors(
          (caller, permission, tenant) -> {
            if (caller.kind() == Caller.Kind.DIRECTORY) {
              throw new AccessDeniedException(caller, permission, tenant);
            }
            assertEquals(Permission.ADMIN, permission);
            assertEquals(Authorization.EVERY_TENANT, tenant);
          });
  private CheckpointStore store = container.checkpointStore();
  private TailCheckpointer checkpointer;

  private TailCheckpointer start(long intervalMs) {
    checkpointer =
        new TailCheckpointer(
            new Config(intervalMs),
            container.projection(),
            store,
            container.log,
            ownerOnly,
            container.messages.logger());
    return checkpointer;
  }

  @After
  public void end() throws Exception {
    if (checkpointer != null) {
      checkpointer.deactivate();
    }
  }

  @Test
  public void aCheckpointHoldsTheStateNowAndIsToldByAnEvent() throws Exception {
    container.deploy(key("acme/web"), spec(1));
    long at = container.log.lastId();
    Event event = start(60_000).take(Container.OWNER, "before an update");
    assertEquals(List.of(at), container.checkpoints.stream().map(s -> s.id()).toList());
    Payload.CheckpointCreated payload = (Payload.CheckpointCreated) event.payload();
    assertEquals(at, payload.atId());
    assertEquals(100, payload.bytes());
    assertEquals(1, payload.services());
    assertEquals("owner:ann", event.draft().actor());
    assertEquals("before an update", event.draft().reason());
    assertEquals(event, container.log.event(event.id()).orElseThrow());
  }

  @Test
  public void whoIsNoAdminTakesNone() {
    container.deploy(key("acme/web"), spec(1));
    TailCheckpointer refusing = start(60_000);
    Caller directory = Caller.directory("acme");
    assertThrows(AccessDeniedException.class, () -> refusing.take(directory, ""));
    assertEquals(List.of(), container.checkpoints);
  }

  @Test
  public void anEmptyLogHasNothingToTakeACheckpointOf() {
    assertThrows(IOException.class, () -> start(60_000).take(Container.OWNER, ""));
  }

  @Test
  public void rec11_aTailThatGrowsLongIsCutByACheckpoint() {
    start(1);
    for (int i = 0; i < TAIL; i++) {
      container.kill(key("acme/web"));
    }
    Container.await(
        "a checkpoint", () -> !container.log.all(Payload.CheckpointCreated.class).isEmpty());
    assertEquals(
        "system:checkpointer",
        container.log.all(Payload.CheckpointCreated.class).get(0).draft().actor());
  }

  @Test
  public void aTailIsCountedFromTheNewestCheckpoint() throws Exception {
    TailCheckpointer idle = start(60_000);
    for (int i = 0; i < TAIL; i++) {
      container.kill(key("acme/web"));
    }
    idle.takeIfLong();
    idle.takeIfLong();
    assertEquals(1, container.checkpoints.size());
    idle.deactivate();
    start(60_000).takeIfLong();
    assertEquals(1, container.checkpoints.size());
  }

  @Test
  public void aCheckpointThatCannotBeWrittenIsToldOnceTriedAgainAndUnwellUntilOneIs() {
    FullDisk disk = new FullDisk(store);
    store = disk;
    TailCheckpointer idle = start(60_000);
    for (int i = 0; i < TAIL; i++) {
      container.kill(key("acme/web"));
    }
    idle.takeIfLong();
    idle.takeIfLong();
    assertEquals(1, container.messages.count("no room"));
    assertEquals(List.of(), container.log.all(Payload.CheckpointCreated.class));
    assertEquals(Result.Status.WARN, idle.execute().getStatus());
    disk.full = false;
    idle.takeIfLong();
    assertEquals(1, container.log.all(Payload.CheckpointCreated.class).size());
    assertEquals(Result.Status.OK, idle.execute().getStatus());
  }

  private static final class FullDisk implements CheckpointStore {
    private final CheckpointStore store;
    private boolean full = true;

    FullDisk(CheckpointStore store) {
      this.store = store;
    }

    @Override
    public Optional<Checkpoint> latest() {
      return store.latest();
    }

    @Override
    public List<Listed> list() throws IOException {
      return store.list();
    }

    @Override
    public void remove(long id) throws IOException {
      store.remove(id);
    }

    @Override
    public Checkpoint write(SystemState state) throws IOException {
      if (full) {
        throw new IOException("no room");
      }
      return store.write(state);
    }
  }

  /** An annotation's values without a configuration. */
  @SuppressWarnings("ClassExplicitlyAnnotation")
  private record Config(long checkpointCheckIntervalMs) implements RecoveryConfig {
    @Override
    public long checkpointTailEvents() {
      return TAIL;
    }

    @Override
    public Class<? extends Annotation> annotationType() {
      return RecoveryConfig.class;
    }
  }
}
