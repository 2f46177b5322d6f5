/** The container's clock, which does not believe in leaps. */
@Export
@Version("0.1.0")
package solo.core.clock;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
