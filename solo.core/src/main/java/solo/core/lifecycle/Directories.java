package solo.core.lifecycle;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** The directories of this process: absolute; all but {@link #deploy()} exist. */
@ProviderType
public interface Directories {

  /** Everything that is Solo's: journal, artifacts, projections, cache. Held under a lock. */
  Path data();

  /** Where people drop bundles; input only. May be missing or go away. */
  Path deploy();

  /** Where {@code <pid>.cfg} files are read from. */
  Path config();

  /** What must not lie inside the data directory, such as shell history. */
  Path state();
}
