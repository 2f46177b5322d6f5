package solo.shell.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class WrongTokensTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final WrongTokens wrong = new WrongTokens(now::get);

  @Test
  public void someMayBeWrongThenOneEachTwoSeconds() {
    for (int i = 0; i < WrongTokens.BURST; i++) {
      assertEquals(0, wrong.waitMs("eve"));
      wrong.count("eve");
    }
    assertEquals(2_000, wrong.waitMs("eve"));
    now.addAndGet(1_500_000_000L);
    assertEquals(500, wrong.waitMs("eve"));
    now.addAndGet(500_000_000L);
    assertEquals(0, wrong.waitMs("eve"));
    wrong.count("eve");
    assertEquals(2_000, wrong.waitMs("eve"));
    now.addAndGet(WrongTokens.EACH.multipliedBy(WrongTokens.BURST).toNanos());
    assertEquals(0, wrong.waitMs("eve"));
  }

  @Test
  public void othersDoNotWait() {
    for (int i = 0; i < 3 * WrongTokens.BURST; i++) {
      wrong.count("eve");
    }
    assertTrue(wrong.waitMs("eve") > 0);
    assertEquals(0, wrong.waitMs("alice"));
  }
}
