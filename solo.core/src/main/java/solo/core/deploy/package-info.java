/** What a deployed service is, and how it is deployed, killed and looked at. */
@Export
@Version("0.1.0")
package solo.core.deploy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
