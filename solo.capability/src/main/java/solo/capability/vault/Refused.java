package solo.capability.vault;

import java.io.IOException;
import java.util.Locale;
import solo.core.vault.VaultException;
import solo.core.vault.VaultException.Cause;

/** What the vault says where it does not do what it is asked for. */
final class Refused {
  private Refused() {}

  static VaultException sealed(String why) {
    return new VaultException(Cause.SEALED, "the vault is sealed: " + why);
  }

  static VaultException unwritten(String what, IOException failure) {
    return new VaultException(
        Cause.NOT_DURABLE,
        "%s could not be written: %s%s".formatted(what, failure.getMessage(), advice(failure)),
        failure);
  }

  /** What to do where the disk is full, empty where it is not. */
  static String advice(IOException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left") ? "; free some space, then try again" : "";
  }

  static VaultException because(String why) {
    return new VaultException(Cause.REFUSED, why);
  }

  static VaultException corrupt(String why) {
    return new VaultException(Cause.CORRUPT, why);
  }
}
