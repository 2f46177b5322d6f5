/** The check of a data directory that no process has open. */
@Export
@Version("0.1.0")
package solo.core.fsck;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
