package benchmarks;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.log.Logger;
import solo.core.capability.Caller;
import solo.core.clock.ContainerClock;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventFeed;
import solo.core.event.EventStore;
import solo.core.event.Payload;

/** The least of a container around what is measured. */
final class Stubs {
  static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private Stubs() {}

  /** A log of so many events, which nobody reads but by their ids. */
  static EventStore events(long last) {
    return stub(
        EventStore.class,
        Map.of(
            "lastId", arguments -> last,
            "takenOutThrough", arguments -> 0L,
            "event", arguments -> Optional.of(event((long) arguments[0])),
            "query", arguments -> List.of(),
            "follow", arguments -> new Silence()));
  }

  private static Event event(long id) {
    Payload payload = new Payload.SystemReady(0);
    return new Event(
        id, NOW, new UUID(1, 1), EventDraft.ofSystem(Caller.system("bench"), "", 0, payload));
  }

  /** Nothing happens. */
  private static final class Silence implements EventFeed {
    private volatile boolean closed;

    @Override
    public Optional<Event> next(Duration wait) throws InterruptedException {
      Thread.sleep(wait.toMillis());
      return Optional.empty();
    }

    @Override
    public boolean closed() {
      return closed;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** A clock that stands. */
  static ContainerClock clock() {
    return stub(ContainerClock.class, Map.of("now", arguments -> NOW));
  }

  static Logger logger() {
    return stub(Logger.class, Map.of());
  }

  static BundleContext context() {
    return stub(
        BundleContext.class,
        Map.of("registerService", arguments -> stub(ServiceRegistration.class, Map.of())));
  }

  /** Answers those methods; of the others null or false. */
  private static <T> T stub(Class<T> type, Map<String, Function<Object[], Object>> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            Stubs.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Function<Object[], Object> answer = answers.get(method.getName());
              if (answer != null) {
                return answer.apply(arguments);
              }
              return method.getReturnType() == boolean.class ? Boolean.FALSE : null;
            }));
  }
}
