package solo.shell.provider;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventQuery;

/**
 * Writes events one after the other, page by page: a long log takes no more memory. What was taken
 * out of the log comes from its archives; where retention takes out something meanwhile before it
 * is written, the export fails.
 */
final class EventExport {
  private static final int PAGE = 100;

  private final SeenLog log;
  private final ExportRequest request;
  private final long takenOut;
  private long events;

  EventExport(SeenLog log, ExportRequest request) {
    this.log = log;
    this.request = request;
    this.takenOut = log.takenOutThrough();
  }

  /** Takes a piece of text. */
  @FunctionalInterface
  interface Sink {
    /** Takes the next bytes. */
    void write(byte[] bytes) throws IOException;
  }

  /** How many were written. */
  long events() {
    return events;
  }

  /** Prints; ends where nobody reads any more. */
  void print(PrintStream out) throws CommandException, IOException {
    write(
        bytes -> {
          out.write(bytes);
          if (out.checkError()) {
            throw new IOException("nobody reads what is exported");
          }
        });
    out.flush();
  }

  /** Writes all. */
  void write(Sink sink) throws CommandException, IOException {
    if (request.after() < takenOut) {
      try (EventCursor history = log.history(query(request.after()))) {
        write(sink, after -> page(history));
      }
    } else {
      write(sink, this::page);
    }
  }

  /** Hands over the next events, fewer than a page where no more follow. */
  @FunctionalInterface
  private interface Pages {
    List<Event> after(long id) throws CommandException;
  }

  private void write(Sink sink, Pages pages) throws CommandException, IOException {
    boolean csv = request.format() == ExportRequest.Format.CSV;
    List<Event> page = pages.after(request.after());
    sink.write(bytes(csv ? Csv.header() : "["));
    while (!page.isEmpty()) {
      sink.write(bytes(text(page, csv)));
      requireGoingOn();
      long last = page.get(page.size() - 1).id();
      page = last < request.upTo() && page.size() == PAGE ? pages.after(last) : List.of();
    }
    sink.write(bytes(csv ? "" : "\n]\n"));
  }

  private String text(List<Event> page, boolean csv) {
    StringBuilder text = new StringBuilder();
    for (Event event : page) {
      if (request.has(event)) {
        Map<String, Object> row = EventRows.row(event);
        text.append(csv ? Csv.line(row) : (events == 0 ? "\n" : ",\n") + Json.of(row));
        events++;
      }
    }
    return text.toString();
  }

  private static void requireGoingOn() throws CommandException {
    if (Thread.currentThread().isInterrupted()) {
      throw new CommandException("interrupted: the export is not whole");
    }
  }

  private List<Event> page(long after) throws CommandException {
    List<Event> page = log.query(query(after));
    long now = log.takenOutThrough();
    if (now != takenOut && now > after) {
      throw new CommandException(
          "the export is not whole: retention took out events up to %d before those after %d were written; export them again"
              .formatted(now, after));
    }
    return page;
  }

  private static List<Event> page(EventCursor history) {
    List<Event> page = new ArrayList<>();
    while (page.size() < PAGE && history.hasNext()) {
      page.add(history.next());
    }
    return page;
  }

  private EventQuery query(long after) {
    return new EventQuery(request.tenant(), "", request.type(), after, PAGE, false);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
