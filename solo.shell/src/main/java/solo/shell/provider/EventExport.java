package solo.shell.provider;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import solo.core.event.Event;
import solo.core.event.EventQuery;

/**
 * Writes events one after the other, page by page: a long log takes no more memory. An export of
 * which retention takes something out before it is written fails.
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
    boolean csv = request.format() == ExportRequest.Format.CSV;
    List<Event> page = page(request.after());
    sink.write(bytes(csv ? Csv.header() : "["));
    while (!page.isEmpty()) {
      StringBuilder text = new StringBuilder();
      long last = 0;
      for (Event event : page) {
        last = event.id();
        if (last <= request.upTo()) {
          Map<String, Object> row = EventRows.row(event);
          text.append(csv ? Csv.line(row) : (events == 0 ? "\n" : ",\n") + Json.of(row));
          events++;
        }
      }
      sink.write(bytes(text.toString()));
      requireGoingOn();
      page = last < request.upTo() && page.size() == PAGE ? page(last) : List.of();
    }
    sink.write(bytes(csv ? "" : "\n]\n"));
  }

  private static void requireGoingOn() throws CommandException {
    if (Thread.currentThread().isInterrupted()) {
      throw new CommandException("interrupted: the export is not whole");
    }
  }

  private List<Event> page(long after) throws CommandException {
    List<Event> page =
        log.query(new EventQuery(request.tenant(), "", request.type(), after, PAGE, false));
    long now = log.takenOutThrough();
    if (now != takenOut && now > after) {
      throw new CommandException(
          "the export is not whole: retention took out events up to %d before those after %d were written; export them again"
              .formatted(now, after));
    }
    return page;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
