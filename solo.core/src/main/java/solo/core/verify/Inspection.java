package solo.core.verify;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import solo.core.recovery.SystemState;

/**
 * How a store joins the verify: a service that the verifier finds. Called by one thread at a time.
 * An exception is a {@link Kind#STORE_UNREADABLE} finding with the store's name.
 */
@ConsumerType
public interface Inspection {

  /** The store's name, for people. */
  String name();

  /** What can be told without reading all of it; at every verify, so quick. */
  List<Finding> quick(SystemState fold);

  /**
   * Reads all of it; each {@code next()} is one step of some ten milliseconds, and may find
   * nothing. {@link #quick} is asked as well, so its findings need not come again.
   *
   * @param fold the log's state when the verify began
   */
  Iterator<List<Finding>> deep(SystemState fold);

  /**
   * Mends one of its findings, if it is one of its own and still there.
   *
   * @return how it is now; empty where the finding is not of this store
   * @throws Exception when it could not be mended, with the reason as message
   */
  Optional<String> repair(Finding finding) throws Exception;
}
