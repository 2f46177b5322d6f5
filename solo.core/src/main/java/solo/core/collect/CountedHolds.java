package solo.core.collect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Component;
import solo.core.retention.FileHolds;

/** Any number that hold, or one that removes. */
@Component
public final class CountedHolds implements FileHolds {
  private final Map<Hold, String> holding = new LinkedHashMap<>();
  private Hold removing;
  private String removingWhy = "";

  @Override
  public synchronized Hold hold(String why) throws InterruptedException {
    while (removing != null) {
      wait();
    }
    Hold hold = new Held();
    holding.put(hold, why);
    return hold;
  }

  @Override
  public synchronized Optional<Hold> tryRemove(String why, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (removing != null || !holding.isEmpty()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    removing = new Held();
    removingWhy = why;
    return Optional.of(removing);
  }

  @Override
  public synchronized List<String> held() {
    List<String> all = new ArrayList<>(holding.values());
    if (removing != null) {
      all.add(removingWhy);
    }
    return all;
  }

  private synchronized void end(Hold hold) {
    holding.remove(hold);
    if (removing == hold) {
      removing = null;
    }
    notifyAll();
  }

  private final class Held implements Hold {
    @Override
    public void close() {
      end(this);
    }
  }
}
