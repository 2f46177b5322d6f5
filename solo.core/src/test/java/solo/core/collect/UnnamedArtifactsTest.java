package solo.core.collect;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.deploy.Artifacts.Kept;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.gate.ContentAddressedArtifacts;
import solo.core.recovery.ArtifactNames;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.ServiceRecord.FileMark;
import solo.core.recovery.ServiceRecord.FileOutcome;
import solo.core.recovery.SystemState;
import solo.core.retention.ArtifactCollection.Collected;
import solo.core.retention.ArtifactCollection.Status;
import solo.core.retention.FileHolds.Hold;
import solo.core.retention.RetentionException;
import solo.core.tenant.ServiceKey;
import solo.core.testing.FoldedEvents;
import solo.core.testing.Loggers;
import solo.core.testing.TestDirectories;
import solo.core.verify.Finding;
import solo.core.verify.Head;
import solo.core.verify.Kind;

public class UnnamedArtifactsTest {
  private static final ServiceKey A = ServiceKey.parse("a/one");
  private static final Caller OWNER = Caller.owner("alice");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final FoldedEvents events = new FoldedEvents();
  private final CountedHolds holds = new CountedHolds();
  private final List<SystemState> checkpoints = new ArrayList<>();
  private Optional<Finding> loss = Optional.empty();
  private ContentAddressedArtifacts artifacts;
  private UnnamedArtifacts collection;

  @Before
  public void open() throws Exception {
    artifacts =
        new ContentAddressedArtifacts(
            new TestDirectories(folder.getRoot().toPath()), (code, reason) -> {}, Loggers.silent());
    collection =
        new UnnamedArtifacts(
            artifacts,
            events,
            events,
            new GivenCheckpoints(checkpoints),
            holds,
            new Known(),
            new Doors(),
            Loggers.silent(),
            Duration.ofMillis(50));
  }

  @Test
  public void flt10_whatNothingNamesGoesAndTheLogSaysSo() throws Exception {
    Kept orphan = left("orphan");
    Kept deployed = deployed(A, "code");

    assertEquals(new Collected(1, 6), collection.collect(OWNER, "tidy"));

    assertEquals(List.of(deployed.digest()), artifacts.digests());
    assertFalse(Files.exists(artifacts.path(orphan.digest())));
    Event last = events.last();
    assertEquals(new Payload.ArtifactsCollected(1, 6), last.payload());
    assertEquals("tidy", last.draft().reason());
    assertEquals("owner:alice", last.draft().actor());
  }

  @Test
  public void whereNothingIsRemovedTheLogSaysNothing() throws Exception {
    deployed(A, "code");
    long before = events.lastId();
    assertEquals(new Collected(0, 0), collection.collect(OWNER, ""));
    assertEquals(before, events.lastId());
  }

  @Test
  public void anArtifactStaysAsLongAsAnyEventNamesIt() throws Exception {
    Kept old = deployed(A, "old");
    deployed(A, "new");
    Kept refused = left("refused");
    append(new Payload.ServiceDeploymentFailed("refused", refused.digest(), "", ""));
    Kept killed = left("killed");
    append(new Payload.ServiceKilled(killed.digest()));

    assertEquals(new Collected(0, 0), collection.collect(OWNER, ""));
    assertTrue(artifacts.digests().contains(old.digest()));
    assertEquals(4, artifacts.digests().size());
  }

  @Test
  public void aCheckpointNamesToo() throws Exception {
    Kept kept = left("in a checkpoint");
    ServiceRecord record = ServiceRecord.unknown(A);
    FileMark mark = new FileMark(kept.digest(), FileOutcome.REFUSED, 1, 0);
    checkpoints.add(
        new SystemState(
            1,
            true,
            false,
            new TreeMap<>(
                Collections.singletonMap(
                    A,
                    new ServiceRecord(
                        A,
                        record.standing(),
                        0,
                        0,
                        Optional.empty(),
                        0,
                        "",
                        Optional.empty(),
                        Optional.of(mark))))));
    assertEquals(new Collected(0, 0), collection.collect(OWNER, ""));
    checkpoints.clear();
    assertEquals(1, collection.collect(OWNER, "").artifacts());
  }

  @Test
  public void bytesOfADeployUnderWayStay() throws Exception {
    Kept kept = artifacts.keep(new ByteArrayInputStream(bytes("code")));
    assertEquals(new Collected(0, 0), collection.collect(OWNER, ""));
    artifacts.release(kept.digest());
    assertEquals(new Collected(1, 4), collection.collect(OWNER, ""));
  }

  @Test
  public void theStatusCountsAndRemovesNothing() throws Exception {
    left("orphan");
    deployed(A, "code");
    assertEquals(new Status(2, 10, new Collected(1, 6)), collection.status(OWNER));
    assertEquals(2, artifacts.digests().size());
  }

  @Test
  public void whileAnybodyHoldsFilesNothingIsRemoved() throws Exception {
    left("orphan");
    try (Hold backup = holds.hold("a backup to /x")) {
      RetentionException held =
          assertThrows(RetentionException.class, () -> collection.collect(OWNER, ""));
      assertTrue(held.getMessage(), held.getMessage().contains("a backup to /x"));
    }
    assertEquals(1, artifacts.digests().size());
    assertEquals(1, collection.collect(OWNER, "").artifacts());
    assertEquals(List.of(), holds.held());
  }

  /** Retention's event is durable, and followed, before its events are out of the log. */
  @Test(timeout = 60_000)
  public void whileRetentionTakesEventsOutItWaitsForWhatStays() throws Exception {
    Kept old = deployed(A, "old");
    deployed(A, "new");
    ExecutorService pool = Executors.newSingleThreadExecutor();
    Hold retention = holds.tryRemove("retention", Duration.ZERO).orElseThrow();
    AtomicReference<Thread> collecting = new AtomicReference<>();
    Future<Collected> collected =
        pool.submit(
            () -> {
              collecting.set(Thread.currentThread());
              return collection.collect(OWNER, "");
            });
    while (!collected.isDone() && !isWaiting(collecting.get())) {
      Thread.onSpinWait();
    }
    events.takeOut(1);
    retention.close();
    assertEquals(new Collected(1, 3), collected.get());
    assertFalse(artifacts.digests().contains(old.digest()));
    pool.shutdown();
  }

  private static boolean isWaiting(Thread thread) {
    return thread != null && thread.getState() == Thread.State.WAITING;
  }

  /** It may be the deploy of a newer version. */
  @Test
  public void whereAnEventCannotBeReadNothingIsRemoved() throws Exception {
    Kept orphan = left("orphan");
    append(new Payload.Unreadable("type service_deployed_2"));
    RetentionException refused =
        assertThrows(RetentionException.class, () -> collection.collect(OWNER, ""));
    assertTrue(refused.getMessage(), refused.getMessage().contains("event 1 cannot be read"));
    assertThrows(RetentionException.class, () -> collection.status(OWNER));
    assertEquals(List.of(orphan.digest()), artifacts.digests());
  }

  @Test
  public void whereTheLogLacksWhatIsKnownNothingIsRemoved() throws Exception {
    left("orphan");
    loss = Optional.of(Finding.of(Kind.HEAD_AHEAD, "log", "older", "solo:head", false));
    assertThrows(RetentionException.class, () -> collection.collect(OWNER, ""));
    assertEquals(1, artifacts.digests().size());
  }

  @Test
  public void whereTheEventIsRefusedTheCallerIsTold() throws Exception {
    left("orphan");
    events.refusal =
        draft ->
            Optional.of(
                new EventStoreException(EventStoreException.Cause.DISK_FULL, "no space", null));
    RetentionException untold =
        assertThrows(RetentionException.class, () -> collection.collect(OWNER, ""));
    assertTrue(untold.getMessage(), untold.getMessage().contains("no space"));
  }

  @Test
  public void aStrangerMayNeitherLookNorRemove() throws Exception {
    left("orphan");
    Caller stranger = Caller.token("stranger");
    assertThrows(AccessDeniedException.class, () -> collection.collect(stranger, ""));
    assertThrows(AccessDeniedException.class, () -> collection.status(stranger));
    assertEquals(1, artifacts.digests().size());
  }

  /** Each deploy is of bytes that others deploy, fail to deploy or that were just removed. */
  @Test(timeout = 60_000)
  public void noDeployLosesItsBytesToACollectionAtTheSameTime() throws Exception {
    int threads = 6;
    AtomicInteger running = new AtomicInteger(threads);
    AtomicLong removed = new AtomicLong();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<Void>> done = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      done.add(pool.submit(deploys(i, running, removed)));
    }
    while (running.get() > 0) {
      removed.addAndGet(collection.collect(OWNER, "").artifacts());
    }
    for (Future<Void> each : done) {
      each.get(30, TimeUnit.SECONDS);
    }
    pool.shutdown();
    collection.collect(OWNER, "");
    assertEquals(named(), artifacts.digests());
  }

  private Callable<Void> deploys(int thread, AtomicInteger running, AtomicLong removed) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    return () -> {
      try {
        for (int i = 0; i < 150; i++) {
          // one in three is refused; its bytes are another's later
          deploy(ServiceKey.parse("t" + thread + "/s"), "code " + (i + thread) % 40, i % 3 != 0);
        }
        // by now every code may have a name, though the collection has not had its turn
        for (int i = 0; removed.get() == 0; i++) {
          assertTrue("the collection removed nothing", end - System.nanoTime() > 0);
          deploy(ServiceKey.parse("t" + thread + "/s"), "refused " + i % 40, false);
        }
        return null;
      } finally {
        running.decrementAndGet();
      }
    };
  }

  private void deploy(ServiceKey key, String code, boolean good) throws Exception {
    Kept kept = artifacts.keep(new ByteArrayInputStream(bytes(code)));
    try {
      Thread.yield();
      artifacts.verify(kept.digest());
      if (good) {
        append(key, new Payload.ServiceDeployed(spec(kept), false, 1));
      }
      artifacts.verify(kept.digest());
    } finally {
      artifacts.release(kept.digest());
    }
    if (good) {
      artifacts.verify(kept.digest());
    }
  }

  private List<String> named() {
    return events.all().stream()
        .flatMap(event -> ArtifactNames.of(event.payload()).stream())
        .distinct()
        .sorted()
        .toList();
  }

  private Kept left(String code) throws Exception {
    Kept kept = artifacts.keep(new ByteArrayInputStream(bytes(code)));
    artifacts.release(kept.digest());
    return kept;
  }

  private Kept deployed(ServiceKey key, String code) throws Exception {
    Kept kept = left(code);
    append(key, new Payload.ServiceDeployed(spec(kept), false, 1));
    return kept;
  }

  private void append(Payload payload) {
    append(A, payload);
  }

  private void append(ServiceKey key, Payload payload) {
    events.append(EventDraft.ofService(key, OWNER, "", 0, payload));
  }

  private static ServiceSpec spec(Kept kept) {
    return new ServiceSpec(
        ServiceSpec.BUNDLE, kept.digest(), kept.size(), "one", "1.0.0", "", 5, 1, 1, 1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private final class Known implements Head {
    @Override
    public Status status() {
      Mark log = new Mark(new UUID(0, 1), events.lastId(), "");
      return new Status(Path.of("head"), Optional.empty(), Instant.EPOCH, log, loss, "");
    }

    @Override
    public Event accept(Caller caller, String reason) {
      throw new UnsupportedOperationException("nobody here accepts a loss");
    }
  }

  private static final class Doors implements Authorization {
    @Override
    public void require(Caller caller, Permission permission, String tenant, Resource resource) {
      if (!allows(caller, permission, tenant, resource)) {
        throw new AccessDeniedException(caller, permission, tenant);
      }
    }

    @Override
    public boolean allows(Caller caller, Permission permission, String tenant, Resource resource) {
      return caller.kind() != Caller.Kind.TOKEN;
    }

    @Override
    public String scope(Caller caller) {
      return EVERY_TENANT;
    }
  }
}
