/** What runs against what was logged: findings, repairs, and why a service does not run. */
@Export
@Version("0.1.0")
package solo.core.verify;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
