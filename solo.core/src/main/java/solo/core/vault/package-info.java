/** Secrets of tenants, kept encrypted. */
@Export
@Version("0.1.0")
package solo.core.vault;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
