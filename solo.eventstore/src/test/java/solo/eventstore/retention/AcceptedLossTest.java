package solo.eventstore.retention;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.Before;
import org.junit.Test;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.fold.LogFoldFactory;
import solo.core.recovery.BridgedFold;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.SystemState;
import solo.core.retention.Retention.Action;
import solo.core.retention.RetentionException;
import solo.core.tenant.ServiceKey;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.eventstore.Losses;
import solo.eventstore.fsck.DataCheck;

/** Retention over a loss that was accepted. */
public class AcceptedLossTest extends Shortening {
  private static final ServiceKey LONELY = new ServiceKey("acme", "lonely");
  private static final long SEED = 11;

  @Before
  public void keepDeploys() {
    List<LogFoldFactory> all = new ArrayList<>(NewestFold.all());
    all.removeIf(factory -> factory.name().equals("services"));
    all.add(NewestFold.named("services", event -> isDeploy(event)));
    factories = all;
  }

  private static boolean isDeploy(Event event) {
    return event.payload() instanceof Payload.ServiceDeployed;
  }

  @Test
  public void whatOnlyACheckpointKnowsOutlivesRetention() throws Exception {
    long deploy = deploy(LONELY);
    append(700, new Random(SEED));
    checkpointNow();
    lose(deploy);
    assertTrue(knows(LONELY));
    RetentionException refused = assertThrows(RetentionException.class, this::retain);
    assertTrue(refused.getMessage(), refused.getMessage().contains("acme/lonely"));
    assertEquals(0, store.takenOutThrough());
    assertTrue(knows(LONELY));
    assertEquals(List.of(), mismatches());
  }

  @Test
  public void segmentsBeforeALossThatOnlyACheckpointKnowsGo() throws Exception {
    append(350, new Random(SEED));
    long deploy = deploy(LONELY);
    append(350, new Random(SEED));
    checkpointNow();
    lose(deploy);
    retain();
    assertTrue("up to " + store.takenOutThrough(), store.takenOutThrough() > 0);
    assertTrue("up to " + store.takenOutThrough(), store.takenOutThrough() < deploy);
    assertTrue(log.toString(), log.toString().contains("acme/lonely"));
    assertThrows(RetentionException.class, this::retain);
    assertTrue(knows(LONELY));
    assertEquals(List.of(), mismatches());
  }

  @Test
  public void whatWasDeployedAgainLetsTheLossGo() throws Exception {
    long lost = deploy(LONELY);
    append(700, new Random(SEED));
    checkpointNow();
    lose(lost);
    deploy(LONELY);
    checkpointNow();
    assertThrows(RetentionException.class, this::retain);
    append(300, new Random(SEED));
    checkpointNow();
    retain();
    assertTrue(store.takenOutThrough() > lost);
    assertTrue(knows(LONELY));
    assertEquals(List.of(), mismatches());
  }

  @Test
  public void aLossThatNoServiceRestsOnGoes() throws Exception {
    ServiceKey other = new ServiceKey("acme", "other");
    deploy(other);
    append(700, new Random(SEED));
    checkpointNow();
    long lost =
        written.stream()
            .filter(event -> event.payload() instanceof Payload.SecretAccessed)
            .mapToLong(Event::id)
            .findFirst()
            .orElseThrow();
    lose(lost);
    retain();
    assertTrue(store.takenOutThrough() > lost);
    assertTrue(knows(other));
    assertEquals(List.of(), mismatches());
  }

  @Test
  public void aLossBehindWhatGoesIsBridgedAsBefore() throws Exception {
    append(500, new Random(SEED));
    long deploy = deploy(LONELY);
    append(30, new Random(SEED));
    checkpointNow();
    lose(deploy);
    long allButOneSegment = history.journal().removal().bytes() - 1;
    retention(allButOneSegment, Action.DELETE).apply(ADA, "why", step -> {}).orElseThrow();
    assertTrue(store.takenOutThrough() > 0);
    assertTrue(store.takenOutThrough() < deploy);
    assertTrue(knows(LONELY));
    assertEquals(List.of(), mismatches());
  }

  @Test
  public void nothingGoesWhereACheckpointIsNotTheLogsThoughNothingWasLost() throws Exception {
    append(700, new Random(SEED));
    checkpoints.write(new SystemState(store.lastId(), false, false, lonely()));
    append(20, new Random(SEED));
    RetentionException refused = assertThrows(RetentionException.class, this::retain);
    assertTrue(refused.getMessage(), refused.getMessage().contains("verify --deep"));
    assertEquals(0, store.takenOutThrough());
  }

  private static SortedMap<ServiceKey, ServiceRecord> lonely() {
    ServiceRecord.Intent intent = new ServiceRecord.Intent(3, spec(), "owner:ada");
    ServiceRecord unknown = ServiceRecord.unknown(LONELY);
    return new TreeMap<>(
        Map.of(
            LONELY,
            new ServiceRecord(
                LONELY,
                unknown.standing(),
                0,
                0,
                unknown.spec(),
                0,
                "",
                Optional.of(intent),
                unknown.file())));
  }

  private void retain() throws Exception {
    retention(32 << 10, Action.DELETE).apply(ADA, "why", step -> {}).orElseThrow();
  }

  private long deploy(ServiceKey key) throws Exception {
    Payload deployed = new Payload.ServiceDeployed(spec(), false, 1);
    return store
        .append(new EventDraft(key.tenant(), key.service(), "owner:ada", "", 0, deployed))
        .getValue()
        .id();
  }

  private static ServiceSpec spec() {
    return new ServiceSpec(ServiceSpec.BUNDLE, "a".repeat(64), 1, "s", "1", "x", 1, 1, 1, 1, "");
  }

  /** As a container does: from the newest checkpoint on. */
  private void checkpointNow() throws Exception {
    SystemState from = checkpoints.latest().map(newest -> newest.state()).orElse(SystemState.EMPTY);
    BridgedFold fold = new BridgedFold(from, store::takenOutThrough);
    all(store.read(from.id())).forEach(fold::take);
    checkpoints.write(fold.state());
    store.flush().getValue();
  }

  /** Damages an event, accepts its loss, and goes on. */
  private void lose(long id) throws Exception {
    close();
    Losses.accept(data().resolve("events"), id);
    open();
    append(20, new Random(SEED));
  }

  private boolean knows(ServiceKey key) throws IOException {
    return examined().state().services().containsKey(key);
  }

  private List<Finding> mismatches() throws IOException {
    return examined().findings().stream()
        .filter(finding -> finding.kind() == Kind.CHECKPOINT_MISMATCH)
        .toList();
  }

  private DataCheck examined() throws IOException {
    close();
    try {
      return DataCheck.of(data(), data().resolve("state"), step -> {});
    } finally {
      open();
    }
  }
}
