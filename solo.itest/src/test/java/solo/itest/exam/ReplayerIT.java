package solo.itest.exam;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import javax.inject.Inject;
import org.junit.Test;
import solo.core.capability.Caller;
import solo.core.deploy.ServiceStatus;
import solo.core.recovery.RecoveryReport;
import solo.core.recovery.Replayer;
import solo.core.tenant.ServiceKey;

/** Recovery of a container that runs. */
public class ReplayerIT extends InContainer {
  @Inject private Replayer replayer;

  @Test
  public void rec05_recoveryIsIdempotent() throws Exception {
    ServiceStatus before = deploy("default/lang", "commons-lang3");
    deploy("default/gone", "gson");
    kill("default/gone");
    for (int i = 0; i < 2; i++) {
      RecoveryReport report = replayer.recover();
      assertEquals(RecoveryReport.Status.OK, report.status());
      assertEquals(0, report.recovered());
      assertEquals(1, report.alreadyRunning());
      assertEquals(1, report.skipped());
      assertEquals(report, replayer.report().orElseThrow());
    }
    ServiceStatus after =
        deployer.service(ServiceKey.parse("default/lang"), Caller.owner("test")).orElseThrow();
    assertEquals(before.bundleId(), after.bundleId());
    assertEquals(1, eventsOf("default/lang", "service_deployed").size());
    assertEquals(0, eventsOf("default/gone", "service_recovered").size());
  }

  @Test
  public void rec26_readyIsDurableBeforeItIsAnnounced() {
    assertTrue(replayer.progress().ready());
    assertEquals(
        1,
        events.query(new solo.core.event.EventQuery("", "", "system_ready", 0, 10, false)).size());
  }
}
