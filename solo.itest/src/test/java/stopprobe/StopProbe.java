package stopprobe;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.util.promise.Deferred;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;
import solo.core.capability.Caller;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.lifecycle.DurableStore;

/**
 * A bundle that a test has put beside Solo's own: the commands {@code probe:write} and {@code
 * probe:burst}, and a store whose flush does what the system property {@code probe.flush} says.
 */
public final class StopProbe implements BundleActivator, DurableStore {
  /** How many writes may be refused until it is believed that all will be. */
  private static final int ENOUGH = 10;

  private static final long A_MILLISECOND_NS = 1_000_000;

  private BundleContext context;
  private volatile Thread writer;

  @Override
  public void start(BundleContext own) {
    context = own;
    Map<String, Object> commands =
        Map.of(
            "osgi.command.scope",
            "probe",
            "osgi.command.function",
            new String[] {"write", "burst"});
    own.registerService(Object.class, this, new Hashtable<>(commands));
    own.registerService(DurableStore.class, this, null);
  }

  /** Solo's own parts are closed by now: what still writes is refused, and ends. */
  @Override
  public void stop(BundleContext own) throws InterruptedException {
    if (writer != null) {
      writer.join();
    }
  }

  /** Writes so many events and returns when all are durable, by a flush. */
  public long write(int count) throws Exception {
    EventStore events = events();
    for (int i = 0; i < count; i++) {
      events.append(draft(i));
    }
    events.flush().getValue();
    return events.lastId();
  }

  /**
   * Has so many events written, stops the framework, and goes on writing until it is refused. What
   * became of each is a line in the file: its number, and {@code acked} with its id, or {@code
   * refused}.
   */
  public void burst(int count, String file) throws IOException, BundleException {
    EventStore events = events();
    PrintWriter lines = new PrintWriter(Files.newBufferedWriter(Path.of(file)), true);
    for (int i = 0; i < count; i++) {
      append(events, i, lines);
    }
    writer = new Thread(() -> goOn(events, count, lines), "probe");
    writer.start();
    context.getBundle(0).stop();
  }

  private static void goOn(EventStore events, int from, PrintWriter lines) {
    int refused = 0;
    for (int i = from; refused < ENOUGH; i++) {
      refused += append(events, i, lines) ? 0 : 1;
      LockSupport.parkNanos(A_MILLISECOND_NS);
    }
  }

  private static boolean append(EventStore events, int number, PrintWriter lines) {
    try {
      Promise<Event> event = events.append(draft(number));
      event.onSuccess(e -> lines.println(number + " acked " + e.id()));
      event.onFailure(e -> lines.println(number + " refused"));
      return true;
    } catch (EventStoreException e) {
      lines.println(number + " refused");
      return false;
    }
  }

  private static EventDraft draft(int number) {
    Payload payload = new Payload.InconsistencyFixed("PROBE", "" + number, "");
    return EventDraft.ofSystem(Caller.system("probe"), "", 0, payload);
  }

  private EventStore events() {
    return context.getService(context.getServiceReference(EventStore.class));
  }

  @Override
  public String name() {
    return "probe";
  }

  @Override
  public Promise<Void> flush() {
    return switch (System.getProperty("probe.flush", "")) {
      case "fails" -> Promises.failed(new IOException("the probe's disk is gone"));
      case "hangs" -> new Deferred<Void>().getPromise();
      default -> Promises.resolved(null);
    };
  }
}
