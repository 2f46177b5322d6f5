package solo.itest.exam;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.inject.Inject;
import org.junit.Test;
import org.osgi.framework.Bundle;
import solo.core.capability.Caller;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.event.Event;
import solo.core.event.EventQuery;
import solo.core.event.Payload;
import solo.core.tenant.ServiceKey;
import solo.core.verify.Depth;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.core.verify.VerificationReport;
import solo.core.verify.VerificationReport.Status;
import solo.core.verify.Verifier;

/** The verifier in a container that runs. */
public class VerifyIT extends InContainer {
  private static final int ROUNDS = 25;
  private static final int VERIFIES = 4;

  @Inject private Verifier verifier;

  private VerificationReport verify(Depth depth) {
    return verifier.verify(depth, told -> {});
  }

  private VerificationReport fix() {
    return verifier.fix(Depth.BOOT, false, OWNER, told -> {});
  }

  private static void assertFine(VerificationReport report) {
    assertEquals(report.findings().toString(), Status.OK, report.status());
    assertEquals(report.expected(), report.running());
  }

  @Test
  public void ver01_theStartWasVerifiedBeforeReadyAndWhatRunsIsFineAtBothDepths() throws Exception {
    List<Event> all = events.query(EventQuery.after(0, 10));
    int ready = types(all).indexOf("system_ready");
    assertTrue(types(all).toString(), types(all).indexOf("verification_completed") < ready);
    assertTrue(types(all).contains("verification_completed"));
    deploy("ver01/lang", "commons-lang3");
    deploy("ver01/json", "gson");
    kill("ver01/json");
    assertFine(verify(Depth.BOOT));
    assertFine(verify(Depth.DEEP));
    assertEquals(Depth.DEEP, verifier.last().orElseThrow().depth());
  }

  private static List<String> types(List<Event> events) {
    return events.stream().map(Event::type).toList();
  }

  @Test
  public void ver05_whatWasDoneBehindSolosBackIsFoundAndMended() throws Exception {
    ServiceStatus service = deploy("ver05/lang", "commons-lang3");
    context.getBundle(service.bundleId()).stop();
    Bundle intruder = context.installBundle(bundle("gson").toUri().toString());
    intruder.start();
    List<Kind> kinds = verify(Depth.BOOT).findings().stream().map(Finding::kind).sorted().toList();
    assertEquals(List.of(Kind.NOT_ACTIVE, Kind.ORPHAN_SERVICE), kinds);
    VerificationReport report = fix();
    assertEquals(2, report.fixed());
    assertFine(report);
    assertEquals(Bundle.UNINSTALLED, intruder.getState());
    ServiceKey key = ServiceKey.parse("ver05/lang");
    assertEquals(
        ServiceState.ACTIVE, deployer.service(key, Caller.owner("test")).orElseThrow().state());
    Event fixed = eventsOf("ver05/lang", "inconsistency_fixed").get(0);
    assertEquals("NOT_ACTIVE", ((Payload.InconsistencyFixed) fixed.payload()).kind());
    assertEquals(0, fix().repairs().size());
  }

  @Test
  public void ver19_deploysAndKillsAllTheTimeGiveNoFinding() throws Exception {
    AtomicInteger verified = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> changing = new ArrayList<>();
      for (String tenant : List.of("ver19a", "ver19b", "ver19c")) {
        changing.add(threads.submit(() -> change(tenant, verified)));
      }
      while (!changing.stream().allMatch(Future::isDone)) {
        VerificationReport report = verify(verified.get() % 4 == 0 ? Depth.DEEP : Depth.BOOT);
        assertEquals(report.findings().toString(), Status.OK, report.status());
        verified.incrementAndGet();
      }
      for (Future<?> one : changing) {
        one.get(1, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertFine(verify(Depth.DEEP));
  }

  /** Goes on until there were enough verifies meanwhile. */
  private Void change(String tenant, AtomicInteger verified) throws Exception {
    for (int i = 0; i < ROUNDS || verified.get() < VERIFIES; i++) {
      deploy(tenant + "/x", i % 2 == 0 ? "gson" : "commons-lang3");
      deploy(tenant + "/x", i % 2 == 0 ? "commons-lang3" : "gson");
      kill(tenant + "/x");
    }
    return null;
  }
}
