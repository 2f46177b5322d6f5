/** Who asks, and whether they may: callers, tokens, permissions. */
@Export
@Version("0.1.0")
package solo.core.capability;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
