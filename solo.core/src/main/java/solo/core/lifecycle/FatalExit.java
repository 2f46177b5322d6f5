package solo.core.lifecycle;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Ends the process when going on would be wrong. A component that cannot open its store calls this
 * as well as throwing, since a constructor that throws is merely logged by the component runtime.
 */
@ProviderType
public interface FatalExit {

  /**
   * Prints the reason and ends the process with the code. May return: the process ends soon after,
   * and the caller must not acknowledge anything more. Only the first call counts.
   *
   * <p>With {@link ExitCode#OK} it says that a stop has done all that must be done: the process
   * ends within seconds, whatever still hangs.
   *
   * @param reason what failed, where, and what to do; one line
   */
  void exit(ExitCode code, String reason);
}
