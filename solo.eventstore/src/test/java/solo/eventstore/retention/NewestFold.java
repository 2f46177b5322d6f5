package solo.eventstore.retention;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.fold.Fact;
import solo.core.fold.LogFold;
import solo.core.fold.LogFoldFactory;

/** Stands for a part of the container: the newest event of each subject, unless that ends it. */
final class NewestFold implements LogFold {
  private final Predicate<Event> seen;
  private final SortedMap<String, Event> newest = new TreeMap<>();

  private NewestFold(Predicate<Event> seen) {
    this.seen = seen;
  }

  static LogFoldFactory named(String name, Predicate<Event> seen) {
    return new LogFoldFactory() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public LogFold begin() {
        return new NewestFold(seen);
      }
    };
  }

  /** Those that retention does not go without. */
  static List<LogFoldFactory> all() {
    return List.of(
        named("services", event -> event.payload() instanceof Payload.ServiceKilled),
        named("secrets", event -> event.payload() instanceof Payload.SecretStored || ends(event)),
        named("tokens", event -> event.payload() instanceof Payload.LimitsChanged),
        named("clock", event -> false),
        named("losses", event -> false),
        named("audit", event -> false),
        named("restores", event -> false),
        named("retention", event -> false),
        named("last", event -> false));
  }

  private static boolean ends(Event event) {
    return event.payload() instanceof Payload.SecretDeleted;
  }

  @Override
  public void apply(Event event) {
    if (seen.test(event)) {
      String key = event.draft().tenant() + "/" + event.draft().subject();
      if (ends(event)) {
        newest.remove(key);
      } else {
        newest.put(key, event);
      }
    }
  }

  @Override
  public List<Long> restsOn() {
    return newest.values().stream().map(Event::id).sorted().toList();
  }

  @Override
  public List<Fact> facts() {
    return List.of();
  }

  @Override
  public String fingerprint() {
    return newest.toString();
  }
}
