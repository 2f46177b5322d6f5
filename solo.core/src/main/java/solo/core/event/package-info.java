/** The durable event log: what is written, how it is appended and how it is read. */
@Export
@Version("0.1.0")
package solo.core.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
