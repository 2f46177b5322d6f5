package solo.shell.provider;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.felix.service.command.CommandSession;
import solo.core.event.Event;
import solo.core.event.EventFeed;
import solo.core.event.EventQuery;
import solo.core.event.Payload;

/**
 * Prints events as they come. What is there already is found by index, up to the last event that
 * was acknowledged when it began; all later ones come from a feed that begins there, so none is
 * missed and none printed twice. Nothing is held for a terminal that reads slowly: the feed is read
 * when there is room. For one thread.
 */
final class Following {
  /** So often it looks whether somebody still reads. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final int PAGE = 1_000;

  private final SeenLog events;
  private final EventQuery query;
  private final PrintStream out;
  private final PrintStream console;
  private final Function<Map<String, Object>, String> form;
  private final long begin;
  private long left;

  /**
   * Prints to the session.
   *
   * @param query which events; its limit bounds those of the past, where the newest come first
   * @param most so many are printed, then it ends
   */
  Following(SeenLog events, EventQuery query, long most, boolean json, CommandSession session) {
    this.events = events;
    this.query = query;
    left = most;
    out = Output.out(session);
    console = session.getConsole();
    LiveTable table = EventRows.table(Output.width(session));
    form = json ? Json::of : table::next;
    begin = events.lastId();
  }

  /**
   * Returns when so many are printed, nobody reads any more, the container has stopped, or the
   * thread is interrupted.
   *
   * @throws solo.core.capability.AccessDeniedException when the caller may see no more
   */
  void run() {
    try (EventFeed feed = events.follow(begin)) {
      past();
      while (goesOn() && !feed.closed()) {
        Event event = feed.next(LOOK).orElse(null);
        if (event != null) {
          print(event);
          if (event.payload() instanceof Payload.SystemShutdownComplete) {
            return;
          }
        }
      }
      if (feed.closed()) {
        events.requireAdmitted();
      }
    } catch (InterruptedException e) {
      // Ctrl-C, or the client is gone: that is how it ends.
    }
  }

  private void past() {
    if (query.newestFirst()) {
      List<Event> newest = new ArrayList<>(events.query(query));
      newest.removeIf(event -> event.id() > begin);
      Collections.reverse(newest);
      newest.forEach(this::print);
      return;
    }
    long after = query.since();
    while (goesOn() && after < begin) {
      List<Event> page = events.query(page(after));
      page.stream().filter(event -> event.id() <= begin).forEach(this::print);
      after = page.isEmpty() ? begin : page.get(page.size() - 1).id();
    }
  }

  private EventQuery page(long after) {
    return new EventQuery(query.tenant(), query.service(), query.type(), after, PAGE, false);
  }

  private void print(Event event) {
    if (left > 0 && event.id() > query.since() && matches(event)) {
      out.println(form.apply(EventRows.row(event)));
      out.flush();
      left--;
    }
  }

  private boolean matches(Event event) {
    return matches(query.tenant(), event.draft().tenant())
        && matches(query.service(), event.draft().subject())
        && matches(query.type(), event.type());
  }

  private static boolean matches(String wanted, String actual) {
    return wanted.isEmpty() || wanted.equals(actual);
  }

  private boolean goesOn() {
    return left > 0
        && !Thread.currentThread().isInterrupted()
        && !out.checkError()
        && !console.checkError();
  }
}
