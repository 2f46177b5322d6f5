/** Whether the log is what was written, and what it says of the past. */
@Export
@Version("0.1.0")
package solo.core.audit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
