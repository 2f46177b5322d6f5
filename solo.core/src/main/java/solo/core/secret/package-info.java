/** How a service's own code gets the secrets that its bundle names. */
@Export
@Version("0.1.0")
package solo.core.secret;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
