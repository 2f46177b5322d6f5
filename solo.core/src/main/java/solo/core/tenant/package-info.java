/** Names: tenants, and the services they own. */
@Export
@Version("0.1.0")
package solo.core.tenant;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
