/** What is derived from the log, made anew from its events. */
@Export
@Version("0.1.0")
package solo.core.fold;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
