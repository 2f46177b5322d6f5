package solo.capability.vault;

/** A ciphertext is not one of this key and binding. */
final class DoesNotOpenException extends Exception {
  private static final long serialVersionUID = 1L;

  DoesNotOpenException(String message) {
    super(message);
  }
}
