package solo.capability.vault;

import solo.core.capability.Caller;
import solo.core.vault.VaultKeys.Source;

/**
 * How the log is told of the master keys: durable when a method returns, else a {@link
 * solo.core.vault.VaultException}.
 */
interface KeyEvents {
  /** On whose behalf, and why. */
  record By(Caller caller, String reason) {}

  /** It cannot be read. */
  void sealed(String why);

  /** It can be read. */
  void unsealed(int masterKey, Source source, By by);

  /** Another master key counts from now on. */
  void rotated(int masterKey, Source source, int keys, By by);
}
