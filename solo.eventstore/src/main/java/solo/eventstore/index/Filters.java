package solo.eventstore.index;

import java.util.ArrayList;
import java.util.List;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventQuery;

/**
 * The texts events are found by: {@code tenant NUL service NUL type}, a part empty where it filters
 * nothing. An event is entered under each combination of its parts that is not empty, so that every
 * query is one range. Pure.
 */
public final class Filters {
  private Filters() {}

  /** What an event is entered under: 1 to 7 texts. */
  static List<String> of(Event event) {
    EventDraft draft = event.draft();
    List<String> all = new ArrayList<>(7);
    for (int parts = 1; parts < 8; parts++) {
      boolean tenant = (parts & 1) != 0;
      boolean service = (parts & 2) != 0;
      boolean type = (parts & 4) != 0;
      if ((tenant && draft.tenant().isEmpty()) || (service && draft.subject().isEmpty())) {
        continue;
      }
      all.add(
          text(
              tenant ? draft.tenant() : "",
              service ? draft.subject() : "",
              type ? event.type() : ""));
    }
    return all;
  }

  /** What a query asks for; empty where it asks for every event. */
  public static String of(EventQuery query) {
    return query.tenant().isEmpty() && query.service().isEmpty() && query.type().isEmpty()
        ? ""
        : text(query.tenant(), query.service(), query.type());
  }

  /** Whether an event is what a query asks for, its range of ids aside. */
  public static boolean match(EventQuery query, Event event) {
    return (query.tenant().isEmpty() || query.tenant().equals(event.draft().tenant()))
        && (query.service().isEmpty() || query.service().equals(event.draft().subject()))
        && (query.type().isEmpty() || query.type().equals(event.type()));
  }

  /** A filter for people. */
  static String words(String filter) {
    String[] parts = filter.split("\0", -1);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].isEmpty()) {
        words.add(List.of("tenant ", "service ", "type ").get(i) + parts[i]);
      }
    }
    return String.join(", ", words);
  }

  private static String text(String tenant, String service, String type) {
    return tenant + '\0' + service + '\0' + type;
  }
}
