package solo.capability.vault;

import java.io.IOException;

/** The bytes are no keyring that this version can read. */
final class BrokenKeyringException extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenKeyringException(String message) {
    super(message);
  }
}
