/** The process: its directories, its exit codes and its end. */
@Export
@Version("0.1.0")
package solo.core.lifecycle;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
