package solo.core.stop;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.service.log.Logger;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;
import solo.core.Doors;
import solo.core.capability.Authorization;
import solo.core.deploy.Restoration;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventDraft;
import solo.core.event.EventFeed;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload.SystemShutdownStarted;
import solo.core.lifecycle.DurableStore;
import solo.core.recovery.Checkpointer;
import solo.core.tenant.ServiceKey;

/** All that a stop touches, writing down what is done to it. */
final class StopWorld implements EventStore, Restoration {
  static final long USER = 7;
  static final long OWN = 8;

  final List<Duration> limits = Collections.synchronizedList(new ArrayList<>());
  final List<String> steps = Collections.synchronizedList(new ArrayList<>());
  final List<EventDraft> drafts = Collections.synchronizedList(new ArrayList<>());
  final List<String> exits = Collections.synchronizedList(new ArrayList<>());
  final List<String> told = Collections.synchronizedList(new ArrayList<>());
  final Map<String, Long> config = new HashMap<>();
  final List<DurableStore> stores = new ArrayList<>();
  final CountDownLatch stopAsked = new CountDownLatch(1);
  List<ServiceKey> stragglers = List.of();
  List<ServiceKey> undrained = List.of();
  Runnable whileDraining = () -> {};
  Runnable whileServicesStop = () -> {};
  Runnable whileClosing = () -> {};
  String trigger = "";
  EventStoreException refused;
  Authorization authorization = new Doors((caller, permission, tenant) -> {});
  Supplier<Promise<Void>> flush = () -> Promises.resolved(null);
  Checkpointer checkpointer =
      (caller, reason) -> {
        steps.add("checkpoint");
        return null;
      };

  OrderedStop stop() {
    OrderedStop stop =
        new OrderedStop(
            stub(BundleContext.class, this::context),
            config(),
            authorization,
            this,
            (code, reason) -> exits.add(code + " " + reason),
            launcher(),
            stub(Logger.class, name -> null));
    stop.services = this;
    stop.checkpointer = checkpointer;
    stop.stores = stores;
    return stop;
  }

  private Launcher launcher() {
    Launcher launcher = new Launcher();
    launcher.trigger = () -> trigger;
    launcher.stop = (phase, leftMs) -> told.add(phase + " " + leftMs);
    return launcher;
  }

  private StopConfig config() {
    return stub(
        StopConfig.class,
        key -> {
          try {
            Object byDefault = StopConfig.class.getDeclaredMethod(key).getDefaultValue();
            return config.getOrDefault(key, (Long) byDefault);
          } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** The framework's, one of a user, one of Solo's, and the one of the stop itself. */
  private Object context(String method) {
    return switch (method) {
      case "getBundle" -> systemBundle(BundleEvent.STARTED).getBundle();
      case "getBundles" ->
          new Bundle[] {
            bundle(0, 0).getBundle(), bundle(USER, 0).getBundle(), bundle(OWN, 0).getBundle()
          };
      default -> null;
    };
  }

  EventDraft last() {
    return drafts.get(drafts.size() - 1);
  }

  BundleEvent systemBundle(int type) {
    return bundle(0, type);
  }

  BundleEvent bundle(long id, int type) {
    return new BundleEvent(type, stub(Bundle.class, method -> ofBundle(id, method)));
  }

  private Object ofBundle(long id, String method) {
    return switch (method) {
      case "stop" -> stopped(id);
      case "getBundleId" -> id;
      case "getSymbolicName" -> id == OWN ? "solo.part" : "org.acme.part";
      default -> null;
    };
  }

  private Object stopped(long id) {
    if (id == 0) {
      stopAsked.countDown();
    } else {
      steps.add("close " + id);
      whileClosing.run();
    }
    return null;
  }

  /** An answer by a method's name, for the framework's wide interfaces. */
  interface ByName {
    Object answer(String method);
  }

  static <T> T stub(Class<T> type, ByName answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.answer(method.getName())));
  }

  /** A store beside the event store, whose flush is what is given. */
  DurableStore store(String name, Supplier<Promise<Void>> flush) {
    return new DurableStore() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Promise<Void> flush() {
        steps.add("flush " + name);
        return flush.get();
      }
    };
  }

  @Override
  public Promise<Event> append(EventDraft draft) {
    steps.add("append " + draft.payload().type());
    if (draft.payload() instanceof SystemShutdownStarted && refused != null) {
      throw refused;
    }
    drafts.add(draft);
    return Promises.resolved(new Event(drafts.size(), Instant.EPOCH, new UUID(0, 1), draft));
  }

  @Override
  public Promise<Void> flush() {
    steps.add("flush");
    return flush.get();
  }

  @Override
  public EventFeed follow(long afterId) {
    throw new UnsupportedOperationException("a stop follows no events");
  }

  @Override
  public List<ServiceKey> drain(Duration limit) {
    steps.add("drain");
    limits.add(limit);
    whileDraining.run();
    return undrained;
  }

  @Override
  public List<ServiceKey> stopAll(Duration budget) {
    steps.add("stop services");
    limits.add(budget);
    whileServicesStop.run();
    return stragglers;
  }

  @Override
  public long lastId() {
    return drafts.size();
  }

  @Override
  public Optional<Event> event(long id) {
    return Optional.empty();
  }

  @Override
  public List<Event> query(EventQuery query) {
    return List.of();
  }

  @Override
  public EventCursor read(long afterId) {
    throw new UnsupportedOperationException("a stop reads no events");
  }

  @Override
  public List<Outcome> restore(List<Order> orders, Consumer<Outcome> progress) {
    throw new UnsupportedOperationException("a stop restores nothing");
  }

  @Override
  public void release() {
    throw new UnsupportedOperationException("a stop releases nothing");
  }
}
