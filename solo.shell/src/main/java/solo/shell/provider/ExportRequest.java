package solo.shell.provider;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import solo.core.event.Event;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.Payload;
import solo.core.tenant.Printable;
import solo.core.tenant.ServiceKey;

/**
 * Which events are exported, and how.
 *
 * @param after only events with a greater id
 * @param upTo only events up to this id
 * @param from only events that are not before this time
 * @param to only events that are not after this time
 */
record ExportRequest(
    Format format, String tenant, String type, long after, long upTo, Instant from, Instant to) {
  private static final String SINCE = "--since";
  private static final String UNTIL = "--until";

  /** How. */
  enum Format {
    /** One array with an object a line. */
    JSON,
    /** RFC 4180, with a line of names. */
    CSV
  }

  static ExportRequest of(
      EventStore events, String format, String tenant, String type, String since, String until)
      throws CommandException {
    if (!type.isEmpty() && !Payload.types().containsKey(type)) {
      throw new CommandException(
          "there is no event type %s: expected one of %s"
              .formatted(Printable.quote(type), String.join(", ", Payload.types().keySet())));
    }
    long last = events.lastId();
    long after = since.isEmpty() ? 0 : after(events, since);
    long upTo = until.isEmpty() ? last : Math.min(last, upTo(events, until));
    requireOrder(since, until);
    return new ExportRequest(
        format(format),
        tenant.isEmpty() ? "" : ServiceKey.requireId("tenant", tenant),
        type,
        after,
        upTo,
        since.isEmpty() || isId(since) ? Instant.MIN : time(SINCE, since),
        until.isEmpty() || isId(until) ? Instant.MAX : lastMoment(until));
  }

  /** Both as ids or both as times: else none is known to be after the other. */
  private static void requireOrder(String since, String until) throws CommandException {
    boolean ids = isId(since) && isId(until);
    boolean times = !since.isEmpty() && !until.isEmpty() && !isId(since) && !isId(until);
    boolean reversed =
        ids
            ? Long.parseLong(since) > Long.parseLong(until)
            : times && time(SINCE, since).isAfter(time(UNTIL, until));
    if (reversed) {
      throw new CommandException(
          "--since %s is after --until %s: no event is between them".formatted(since, until));
    }
  }

  /** Whether an event is one of those, but for tenant and type. */
  boolean has(Event event) {
    return event.id() > after
        && event.id() <= upTo
        && !event.time().isBefore(from)
        && !event.time().isAfter(to);
  }

  private static Format format(String format) throws CommandException {
    return switch (format) {
      case "", "json" -> Format.JSON;
      case "csv" -> Format.CSV;
      default ->
          throw new CommandException("--format is json or csv, not " + Printable.quote(format));
    };
  }

  private static long after(EventStore events, String text) throws CommandException {
    return isId(text)
        ? Commands.number(SINCE, text, 0, Long.MAX_VALUE)
        : lastBefore(events, time(SINCE, text));
  }

  /** Between two events that were kept there may be archived ones. */
  private static long upTo(EventStore events, String text) throws CommandException {
    if (isId(text)) {
      return Commands.number(UNTIL, text, 0, Long.MAX_VALUE);
    }
    long last = lastBefore(events, lastMoment(text).plusNanos(1));
    List<Event> next = events.query(EventQuery.after(last, 1));
    return next.isEmpty() ? last : next.get(0).id() - 1;
  }

  /** Events have no finer times than milliseconds. */
  private static Instant lastMoment(String text) throws CommandException {
    return time(UNTIL, text).plusMillis(1).minusNanos(1);
  }

  private static boolean isId(String text) {
    return text.matches("-?[0-9]+");
  }

  private static Instant time(String option, String text) throws CommandException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new CommandException(
          "%s is an event id or a time in UTC such as 2026-03-01T10:00:00Z, not %s"
              .formatted(option, Printable.quote(text)));
    }
  }

  /** An id below all events that are not before a time; times ascend with the ids. */
  private static long lastBefore(EventStore events, Instant time) {
    long low = 0;
    long high = events.lastId();
    while (low < high) {
      long middle = (low + high) >>> 1;
      List<Event> next = events.query(EventQuery.after(middle, 1));
      if (next.isEmpty() || !next.get(0).time().isBefore(time)) {
        high = middle;
      } else {
        low = next.get(0).id();
      }
    }
    return low;
  }
}
