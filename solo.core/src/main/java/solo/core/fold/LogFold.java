package solo.core.fold;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import solo.core.event.Event;

/**
 * One fold of the log, begun empty: what one part of the container knows from the log alone. No
 * clock, no I/O, no service. For one thread.
 */
@ConsumerType
public interface LogFold {

  /**
   * Takes an event. Ids ascend; those between may be missing, since they were lost, or were left
   * out because nothing rests on them. One that says nothing to this fold changes nothing; none
   * makes it throw.
   */
  void apply(Event event);

  /**
   * The ids, ascending, of events that are enough: applied alone and in order to an empty fold,
   * they make one with the same {@link #facts} and {@link #fingerprint}, which also goes on in the
   * same way with any later event. As few as can be told without much effort; what was replaced,
   * revoked, deleted or has ended is not among them.
   */
  List<Long> restsOn();

  /** What there is, sorted by tenant and key, without any secret or token value. */
  List<Fact> facts();

  /**
   * SHA-256, 64 hex digits, of everything that this fold derives, also of what is no fact. Two
   * folds of the same code with the same fingerprint go on in the same way; another version of Solo
   * may compute another one.
   */
  String fingerprint();
}
