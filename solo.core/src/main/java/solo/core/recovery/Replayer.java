package solo.core.recovery;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Rebuilds the running services from the log. Safe for use by many threads. */
@ProviderType
public interface Replayer {

  /** How far a recovery is. */
  record Progress(boolean ready, int planned, int done) {}

  /** How far this boot's recovery is; ready once {@code system_ready} is durable. */
  Progress progress();

  /** The report of the newest recovery that has ended, of this boot or an earlier one. */
  Optional<RecoveryReport> report();

  /**
   * Recovers again. What runs as logged is left alone: doing it twice is the same as doing it once.
   * Blocks until it has ended.
   */
  RecoveryReport recover();
}
