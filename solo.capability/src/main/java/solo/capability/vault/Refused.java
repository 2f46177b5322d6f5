package solo.capability.vault;

import java.io.IOException;
import java.nio.file.FileSystemException;
import solo.core.disk.FileTrouble;
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
        Cause.NOT_DURABLE, "%s could not be written: %s".formatted(what, reason(failure)), failure);
  }

  /** Which file, why, and what to do where the disk is full. */
  static String reason(IOException failure) {
    String file = failure instanceof FileSystemException named ? named.getFile() + ": " : "";
    return file + FileTrouble.reason(failure) + FileTrouble.advice(failure);
  }

  static VaultException because(String why) {
    return new VaultException(Cause.REFUSED, why);
  }

  static VaultException corrupt(String why) {
    return new VaultException(Cause.CORRUPT, why);
  }
}
