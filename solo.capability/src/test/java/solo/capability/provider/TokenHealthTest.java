package solo.capability.provider;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import org.apache.felix.hc.api.Result;
import org.junit.Test;

public class TokenHealthTest {

  @Test
  public void whatIsBehindIsCriticalAndWhatIsNotThereYetAWarning() {
    assertEquals(Result.Status.OK, status(true, 0, 0));
    assertEquals(Result.Status.OK, status(true, 10, 0));
    assertEquals(Result.Status.CRITICAL, status(true, 11, 0));
    assertEquals(Result.Status.WARN, status(false, 0, 0));
    assertEquals(Result.Status.WARN, status(true, 0, 1));
  }

  @Test
  public void whoStandsWithoutWorkIsNotBehind() {
    Lag lag = new Lag();
    assertEquals(0, lag.look(5, 5, 0));
    assertEquals(0, lag.look(5, 5, 100));
    assertEquals(50, lag.look(5, 6, 150));
    assertEquals(90, lag.look(5, 9, 190));
    assertEquals(0, lag.look(6, 9, 200));
  }

  private static Result.Status status(boolean restored, long behindS, int senseless) {
    return TokenHealth.result(restored, Duration.ofSeconds(behindS), senseless).getStatus();
  }
}
