package solo.core.gate;

import static org.junit.Assert.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.capability.Caller;
import solo.core.deploy.Artifacts.Kept;
import solo.core.deploy.ServiceSpec;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;
import solo.core.testing.FoldedEvents;
import solo.core.testing.Loggers;
import solo.core.testing.TestDirectories;

public class ArtifactsPartTest {
  private static final ServiceKey A = ServiceKey.parse("a/one");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final FoldedEvents events = new FoldedEvents();

  @Test
  public void whatAnEventNamesIsInItAndWithAnEventThatCannotBeReadAll() throws Exception {
    ContentAddressedArtifacts artifacts =
        new ContentAddressedArtifacts(
            new TestDirectories(folder.getRoot().toPath()), (code, reason) -> {}, Loggers.silent());
    String named = kept(artifacts, "code").digest();
    String other = kept(artifacts, "of a newer version").digest();
    append(new Payload.ServiceDeployed(spec(named), false, 1));
    ArtifactsPart part =
        new ArtifactsPart(artifacts, events, new NoCheckpoints(), Loggers.silent());

    assertEquals(names(named), added(part));
    append(new Payload.Unreadable("type service_deployed_2"));
    assertEquals(names(named, other), added(part));
  }

  /** What is kept of an old log may have no other event of it. */
  @Test
  public void whatOnlyTheKillOfAServiceNamesIsInIt() throws Exception {
    ContentAddressedArtifacts artifacts =
        new ContentAddressedArtifacts(
            new TestDirectories(folder.getRoot().toPath()), (code, reason) -> {}, Loggers.silent());
    String killed = kept(artifacts, "code").digest();
    kept(artifacts, "of no event");
    append(new Payload.ServiceKilled(killed));
    ArtifactsPart part =
        new ArtifactsPart(artifacts, events, new NoCheckpoints(), Loggers.silent());
    assertEquals(names(killed), added(part));
  }

  private TreeSet<String> added(ArtifactsPart part) throws Exception {
    TreeSet<String> names = new TreeSet<>();
    part.add((name, bytes) -> names.add(name), events.lastId());
    return names;
  }

  private static TreeSet<String> names(String... digests) {
    TreeSet<String> names = new TreeSet<>();
    List.of(digests).forEach(digest -> names.add("artifacts/" + digest));
    return names;
  }

  private static Kept kept(ContentAddressedArtifacts artifacts, String code) throws Exception {
    byte[] bytes = code.getBytes(StandardCharsets.US_ASCII);
    Kept kept = artifacts.keep(new ByteArrayInputStream(bytes));
    artifacts.release(kept.digest());
    return kept;
  }

  private void append(Payload payload) {
    events.append(EventDraft.ofService(A, Caller.owner("alice"), "", 0, payload));
  }

  private static ServiceSpec spec(String digest) {
    return new ServiceSpec(ServiceSpec.BUNDLE, digest, 1, "one", "1.0.0", "", 5, 1, 1, 1);
  }

  private static final class NoCheckpoints implements CheckpointStore {
    @Override
    public Optional<Checkpoint> latest() {
      return Optional.empty();
    }

    @Override
    public List<Listed> list() {
      return List.of();
    }

    @Override
    public void remove(long id) {
      throw new UnsupportedOperationException("a backup removes no checkpoint");
    }

    @Override
    public Checkpoint write(SystemState state) {
      throw new UnsupportedOperationException("a backup writes no checkpoint");
    }
  }
}
