package solo.core.gate;

/** The rule of the gate that an artifact breaks, in words. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  Refusal(String message) {
    super(message);
  }
}
