package solo.itest.exam;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.util.List;
import javax.inject.Inject;
import org.junit.Test;
import solo.core.capability.Caller;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.tenant.ServiceKey;
import solo.core.verify.Depth;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.core.verify.VerificationReport;
import solo.core.verify.Verifier;

/** A deploy that has begun and has no end in the log, though the container lives. */
public class OpenIntentIT extends InContainer {
  @Inject private Verifier verifier;

  @Test
  public void intentWithoutAnEndIsFoundAndClosedByAnEvent() throws Exception {
    deploy("t/lang", "commons-lang3");
    ServiceKey key = ServiceKey.parse("t/lang");
    ServiceSpec spec = deployer.service(key, Caller.owner("test")).orElseThrow().spec();
    Payload intent = new Payload.ServiceDeploying(spec, true, false);
    long begun =
        done("the intent", events.append(EventDraft.ofService(key, OWNER, "", 0, intent))).id();

    VerificationReport found = verifier.verify(Depth.BOOT, step -> {});
    assertEquals(VerificationReport.Status.WARNING, found.status());
    Finding open = found.findings().get(0);
    assertEquals(List.of(open), found.findings());
    assertEquals(Kind.OPEN_INTENT, open.kind());
    assertEquals(Long.toString(begun), open.about());
    assertEquals("a dry run writes nothing", begun, events.lastId());

    VerificationReport fixed = verifier.fix(Depth.BOOT, false, OWNER, step -> {});
    assertEquals(List.of(), fixed.findings());
    assertEquals(1, fixed.fixed());
    List<Event> ends = eventsOf("t/lang", "service_deployment_failed");
    assertEquals(1, ends.size());
    assertEquals(begun, ends.get(0).draft().cause());
    assertEquals(1, eventsOf("t/lang", "inconsistency_fixed").size());
    assertFalse(deployer.service(key, Caller.owner("test")).isEmpty());
    assertEquals("what ran runs on", 1, fixed.running());
    assertEquals(0, verifier.fix(Depth.DEEP, true, OWNER, step -> {}).fixed());
  }
}
