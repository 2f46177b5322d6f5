package solo.capability.provider;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import solo.capability.token.CapabilityEvents;
import solo.core.capability.Caller;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.tenant.ServiceKey;

/**
 * Tells the log of denied uses, so many alike a second and no more; the others are counted and told
 * with the next. Whoever was denied neither waits for the log nor hears of its troubles. Safe for
 * use by many threads.
 */
final class Denials {
  private static final long SECOND = 1_000_000_000L;
  private static final int MANY = 2_000;
  private static final int WAITING = 500;

  /** What is alike; {@code written} counts the events of the second that began at {@code since}. */
  private static final class Likes {
    final AtomicLong suppressed = new AtomicLong();
    volatile Denial last;
    long since = Long.MIN_VALUE;
    int written;

    synchronized boolean mayWrite(long now, int perSecond) {
      if (since == Long.MIN_VALUE || now - since >= SECOND) {
        since = now;
        written = 0;
      }
      return written++ < perSecond;
    }

    synchronized boolean isOld(long now) {
      return now - since >= SECOND && suppressed.get() == 0;
    }
  }

  private final EventStore events;
  private final int perSecond;
  private final LongSupplier nanos;
  private final Executor writer;
  private final Map<String, Likes> all = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /** With the executor that appends; a monotonic clock; and the limit. */
  Denials(EventStore events, Executor writer, LongSupplier nanos, int perSecond) {
    this.events = events;
    this.writer = writer;
    this.nanos = nanos;
    this.perSecond = perSecond;
  }

  /** Tells of one, or counts it. */
  void denied(Denial denial) {
    long now = nanos.getAsLong();
    Likes likes = all.computeIfAbsent(key(denial, now), k -> new Likes());
    likes.last = denial;
    if (!likes.mayWrite(now, perSecond)
        || waiting.get() >= WAITING
        || !hand(() -> write(denial, likes))) {
      likes.suppressed.incrementAndGet();
    }
  }

  /** Where there are too many kinds, those of a new one share one limit by what is wrong. */
  private String key(Denial denial, long now) {
    String key = denial.likeness();
    if (all.size() < MANY || all.containsKey(key)) {
      return key;
    }
    all.values().removeIf(likes -> likes.isOld(now));
    return all.size() < MANY ? key : denial.why();
  }

  private boolean hand(Runnable write) {
    try {
      waiting.incrementAndGet();
      writer.execute(
          () -> {
            waiting.decrementAndGet();
            write.run();
          });
      return true;
    } catch (RejectedExecutionException e) {
      waiting.decrementAndGet();
      return false;
    }
  }

  /** Tells of those that were counted alone; on the writer's thread. */
  void rest() {
    all.values()
        .forEach(
            likes -> {
              if (likes.suppressed.get() > 0) {
                likes.suppressed.decrementAndGet();
                write(likes.last, likes);
              }
            });
  }

  /** The one itself is given back with the others where it cannot be written. */
  private void write(Denial denial, Likes likes) {
    long suppressed = likes.suppressed.getAndSet(0);
    try {
      events
          .append(draft(denial, suppressed))
          .onFailure(failure -> likes.suppressed.addAndGet(suppressed + 1));
    } catch (EventStoreException e) {
      likes.suppressed.addAndGet(suppressed + 1);
    }
  }

  private static EventDraft draft(Denial denial, long suppressed) {
    boolean known = denial.token() != null;
    String asked = ServiceKey.isId(denial.tenant()) ? denial.tenant() : "";
    String accessor = known ? denial.token().accessor() : "";
    Payload payload =
        new Payload.CapabilityDenied(
            accessor,
            denial.why(),
            denial.permission() == null ? "" : denial.permission().word(),
            denial.resource().text(),
            suppressed);
    return new EventDraft(
        known ? CapabilityEvents.eventTenant(denial.token().tenant()) : asked,
        "",
        (known ? Caller.token(accessor) : Caller.system("tokens")).actor(),
        asked.isEmpty() ? "" : "asked in tenant " + asked,
        known ? denial.token().grantId() : 0,
        payload);
  }
}
