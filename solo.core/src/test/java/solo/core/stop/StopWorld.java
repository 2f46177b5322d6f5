package solo.core.stop;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import solo.core.capability.Authorization;
import solo.core.deploy.Restoration;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventDraft;
import solo.core.event.EventFeed;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.recovery.Checkpointer;
import solo.core.tenant.ServiceKey;

/** All that a stop touches, writing down what is done to it. */
final class StopWorld implements EventStore, Restoration {
  final List<String> steps = new ArrayList<>();
  final List<EventDraft> drafts = new ArrayList<>();
  final List<String> exits = new ArrayList<>();
  final CountDownLatch stopAsked = new CountDownLatch(1);
  List<ServiceKey> stragglers = List.of();
  Authorization authorization = (caller, permission, tenant) -> {};
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
            authorization,
            this,
            (code, reason) -> exits.add(code + " " + reason),
            stub(Logger.class, name -> null));
    stop.services = this;
    stop.checkpointer = checkpointer;
    return stop;
  }

  private Object context(String method) {
    return "getBundle".equals(method) ? systemBundle(BundleEvent.STARTED).getBundle() : null;
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
    if ("stop".equals(method)) {
      stopAsked.countDown();
    }
    return "getBundleId".equals(method) ? id : null;
  }

  /** An answer by a method's name, for the framework's wide interfaces. */
  private interface ByName {
    Object answer(String method);
  }

  private static <T> T stub(Class<T> type, ByName answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.answer(method.getName())));
  }

  @Override
  public Promise<Event> append(EventDraft draft) {
    steps.add("append " + draft.payload().type());
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
    steps.add("drain within " + limit.toSeconds() + " s");
    return List.of();
  }

  @Override
  public List<ServiceKey> stopAll(Duration budget) {
    steps.add("stop services within " + budget.toSeconds() + " s");
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
