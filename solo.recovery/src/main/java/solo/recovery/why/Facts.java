package solo.recovery.why;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import solo.core.deploy.ServiceStatus;
import solo.core.event.Event;
import solo.core.recovery.ServiceRecord;
import solo.core.tenant.ServiceKey;

/**
 * What is known of a service when somebody asks.
 *
 * @param now when that was
 * @param record what the log says of it
 * @param status what the deployer says of it, empty where it was never deployed
 * @param history its newest events, oldest first
 * @param bundle the state of its bundle in the framework, empty where none is installed
 * @param faults what keeps components of its bundle from being there
 * @param file where a copy of its bytes lies, empty where none was found
 * @param dropped what the deploy directory says of a file of its name, empty where there is none
 * @param similar services that somebody may have meant
 */
record Facts(
    Instant now,
    ServiceRecord record,
    Optional<ServiceStatus> status,
    List<Event> history,
    Optional<String> bundle,
    List<Fault> faults,
    Optional<String> file,
    Optional<Dropped> dropped,
    List<ServiceKey> similar) {

  /** Copies the lists. */
  Facts {
    history = List.copyOf(history);
    faults = List.copyOf(faults);
    similar = List.copyOf(similar);
  }

  ServiceKey key() {
    return record.key();
  }

  /** One of its events. */
  Optional<Event> event(long id) {
    return history.stream().filter(event -> event.id() == id).findFirst();
  }

  /** Its newest event of a type after another one. */
  Optional<Event> newest(Class<?> payload, long afterId) {
    return history.stream()
        .filter(event -> event.id() > afterId && payload.isInstance(event.payload()))
        .reduce((older, newer) -> newer);
  }

  /**
   * A component that is not there.
   *
   * @param component its name
   * @param why what is wrong with it, as the end of a sentence that begins with its name
   * @param missing what it lacks; empty where it failed
   * @param help what would bring it
   */
  record Fault(String component, String why, List<String> missing, List<String> help) {

    /** Copies the lists. */
    Fault {
      missing = List.copyOf(missing);
      help = List.copyOf(help);
    }
  }

  /**
   * A file in the deploy directory that bears its name.
   *
   * @param state {@code pending}, {@code accepted} or {@code refused}
   */
  record Dropped(String file, String state, String reason) {}
}
