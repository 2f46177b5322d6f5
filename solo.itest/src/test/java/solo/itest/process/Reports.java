package solo.itest.process;

import static org.junit.Assert.assertEquals;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import solo.itest.harness.SoloProcess;

/** The report of the newest recovery. */
final class Reports {
  private static final List<String> COUNTS =
      List.of("recovered", "skipped", "failed", "alreadyRunning", "waiting", "quarantined");

  private Reports() {}

  static JsonObject of(SoloProcess process) {
    return process.does("solo:report --json").json().getAsJsonObject();
  }

  /** Checks every count; those that are not given have to be 0. */
  static void assertCounts(SoloProcess process, Map<String, Integer> expected) {
    JsonObject report = of(process);
    int sum = 0;
    for (String count : COUNTS) {
      int actual = report.get(count).getAsInt();
      assertEquals(count + " of " + report, (int) expected.getOrDefault(count, 0), actual);
      sum += actual;
    }
    assertEquals("planned of " + report, sum, report.get("planned").getAsInt());
  }
}
