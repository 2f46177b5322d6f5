package solo.core.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.capability.Caller;
import solo.core.deploy.Artifacts.Kept;
import solo.core.deploy.ServiceSpec;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.gate.ContentAddressedArtifacts;
import solo.core.tenant.ServiceKey;
import solo.core.testing.FoldedEvents;
import solo.core.testing.Loggers;
import solo.core.testing.TestDirectories;

public class ClaimsTest {
  private static final ServiceKey A = ServiceKey.parse("a/one");
  private static final Caller OWNER = Caller.owner("alice");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final FoldedEvents events = new FoldedEvents();
  private ContentAddressedArtifacts artifacts;
  private Claims claims;

  @Before
  public void open() throws Exception {
    artifacts =
        new ContentAddressedArtifacts(
            new TestDirectories(folder.getRoot().toPath()), (code, reason) -> {}, Loggers.silent());
    claims = new Claims(artifacts, events, Loggers.silent());
  }

  @Test
  public void bytesOfAFailedDeployGo() throws Exception {
    Kept kept = claimed("code");
    claims.release(kept.digest());
    assertEquals(List.of(), artifacts.digests());
  }

  @Test
  public void bytesThatADeployedEventNamesStayThoughASlowDeployOfThemFailsLater() throws Exception {
    Kept slow = claimed("code");
    Kept quick = claimed("code");
    deployed(quick);
    claims.release(quick.digest());
    Kept newer = claimed("newer code");
    deployed(newer);
    claims.release(newer.digest());

    claims.release(slow.digest());

    assertTrue(artifacts.digests().contains(slow.digest()));
  }

  private Kept claimed(String code) throws Exception {
    Kept kept = artifacts.keep(new ByteArrayInputStream(code.getBytes(StandardCharsets.US_ASCII)));
    assertTrue(claims.claim(kept));
    return kept;
  }

  private void deployed(Kept kept) {
    ServiceSpec spec =
        new ServiceSpec(
            ServiceSpec.BUNDLE, kept.digest(), kept.size(), "one", "1.0.0", "", 5, 1, 1, 1);
    events.append(
        EventDraft.ofService(A, OWNER, "", 0, new Payload.ServiceDeployed(spec, false, 1)));
  }
}
