package solo.core.fsck;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ConsumerType;
import solo.core.event.EventCursor;
import solo.core.recovery.SystemState;
import solo.core.verify.Finding;

/**
 * How a store joins {@code ./solo fsck}: a class with a public constructor without parameters,
 * named in {@code META-INF/services/solo.core.fsck.OfflineCheck} of its bundle. There is no
 * framework: no service, no log, no other thread. The data directory's lock is held.
 */
@ConsumerType
public interface OfflineCheck {

  /**
   * What is checked.
   *
   * @param data the data directory
   * @param fold the log's state; of a damaged log, that without what is lost
   * @param log reads the log from its first event, each time it is asked; of a damaged one what can
   *     be read. The reader closes it
   * @param progress told in words how far it is, as often as one likes
   */
  record Offline(
      Path data, SystemState fold, Supplier<EventCursor> log, Consumer<String> progress) {}

  /**
   * What was found.
   *
   * @param summary what there is, on one line, for people
   * @param findings what is wrong; empty where nothing is
   */
  record Result(String summary, List<Finding> findings) {
    /** Copies the list. */
    public Result {
      Objects.requireNonNull(summary, "summary");
      findings = List.copyOf(findings);
    }
  }

  /** The store's name, in one word, for people and for programs. */
  String name();

  /**
   * Reads all of it and writes nothing: not a byte of the directory may be another afterwards, and
   * no file may be there that was not before. A store that is not there is fine where the log does
   * not say that it was.
   *
   * @throws IOException when nothing can be told of it; that is a finding of {@code
   *     STORE_UNREADABLE}, and the other stores are checked all the same
   */
  Result check(Offline offline) throws IOException;
}
