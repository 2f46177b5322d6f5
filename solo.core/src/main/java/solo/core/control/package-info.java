/** The frames of the control socket, and how a command says its exit status through it. */
@Export
@Version("0.1.0")
package solo.core.control;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
