/** A copy of everything that cannot be derived, while the container runs. */
@Export
@Version("0.1.0")
package solo.core.backup;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
