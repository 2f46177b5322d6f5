/** What the log says should run: the fold, the decisions, the checkpoint and the report. */
@Export
@Version("0.1.0")
package solo.core.recovery;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
