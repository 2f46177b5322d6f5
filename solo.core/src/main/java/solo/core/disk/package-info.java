/** Files as durable stores need them, so that a test can put a disk that fails under each. */
@Export
@Version("0.1.0")
package solo.core.disk;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
