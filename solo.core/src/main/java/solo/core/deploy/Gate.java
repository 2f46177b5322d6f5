package solo.core.deploy;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Decides from its bytes whether an artifact is a bundle that Solo takes; none of its code runs.
 * The rules are in {@code docs/deploying.md}. Safe for use by many threads.
 */
@ProviderType
public interface Gate {

  /**
   * What the artifact says of itself.
   *
   * @param symbolicName Bundle-SymbolicName without its directives
   * @param version Bundle-Version, {@code 0.0.0} where there is none
   * @param secrets the names in {@link solo.core.secret.Secrets#HEADER}, sorted, with commas
   *     between them; empty where there is no such header
   */
  record Passed(String symbolicName, String version, String secrets) {}

  /**
   * Checks the kept copy.
   *
   * @param digest of a kept artifact
   * @throws DeployException of {@link DeployException.Cause#NOT_A_BUNDLE} with the rule it breaks,
   *     or of {@link DeployException.Cause#IO_FAILURE} when it cannot be read
   */
  Passed check(String digest) throws DeployException;
}
