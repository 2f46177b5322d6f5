/** Greets people. */
@Export
@Version("1.0.0")
package greeter;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
