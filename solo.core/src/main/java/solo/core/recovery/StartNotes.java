package solo.core.recovery;

import org.osgi.annotation.versioning.ProviderType;
import solo.core.tenant.ServiceKey;

/**
 * Notes on disk, not forced, which starts are under way, so that the boot after a death knows its
 * suspects. They outlive the process, not the kernel. Safe for use by many threads. A note that
 * cannot be written is logged and the start goes on.
 */
@ProviderType
public interface StartNotes {

  /** The suspects of the death before this boot, if it was one; does not change while it runs. */
  Suspects suspects();

  /** A start begins. */
  void starting(ServiceKey key, String digest);

  /** A start has ended, well or not: the process lives, and the service's count is cleared. */
  void ended(ServiceKey key);

  /**
   * The process ends in order: what is starting now is nobody's death, and nothing is noted any
   * more. The counts of earlier deaths stay.
   */
  void stopping();
}
