/** How much of the log and of the artifacts is kept. */
@Export
@Version("0.1.0")
package solo.core.retention;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
