package solo.core.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.osgi.annotation.versioning.ProviderType;
import solo.core.capability.Caller;
import solo.core.fold.Fact;

/**
 * What was so after an event: services, tokens, secrets, limits. A caller that is held to a tenant
 * sees that tenant's. Safe for use by many threads.
 */
@ProviderType
public interface Past {

  /**
   * What was so.
   *
   * @param atId the last event that counts, 0 for none
   * @param at its time; the epoch for none
   * @param lost the ids of events before it that were lost, such as {@code 10-12}, of which no
   *     checkpoint up to it tells what services were; empty for none
   * @param facts sorted by kind, tenant and key
   */
  record State(long atId, Instant at, String lost, List<Fact> facts) {
    /** Copies the list. */
    public State {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(lost, "lost");
      facts = List.copyOf(facts);
    }

    /** With some of the facts alone. */
    public State only(Predicate<Fact> which) {
      return new State(atId, at, lost, facts.stream().filter(which).toList());
    }
  }

  /** What became of a fact between two events. */
  enum How {
    ADDED,
    CHANGED,
    REMOVED
  }

  /**
   * A fact that is not what it was.
   *
   * @param before its fields, empty where it was added
   * @param after its fields, empty where it was removed
   */
  record Change(
      How how,
      String kind,
      String tenant,
      String key,
      SortedMap<String, String> before,
      SortedMap<String, String> after) {}

  /**
   * What was so after an event; also of an id that is lost, as after the event before it.
   *
   * @param id 0 for before the first
   * @param progress told in words how far it is
   * @throws IllegalArgumentException when the log has not come to the id, or the events before it
   *     are not there any more; the message says from where on they are
   */
  State at(long id, Caller caller, Consumer<String> progress) throws InterruptedException;

  /** What was so at a time: after the last event that is not later. */
  State at(Instant time, Caller caller, Consumer<String> progress) throws InterruptedException;

  /** The changes from one state to another, sorted by kind, tenant and key. Pure. */
  static List<Change> diff(State from, State to) {
    Map<String, Fact> before = Changes.byName(from.facts());
    Map<String, Fact> after = Changes.byName(to.facts());
    return Changes.between(before, after);
  }
}
