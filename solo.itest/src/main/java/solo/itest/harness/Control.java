package solo.itest.harness;

/** Commands to a running process. */
final class Control {
  private final SoloHome home;

  Control(SoloHome home) {
    this.home = home;
  }

  boolean isReady() {
    return home.client("status").exit() == 0;
  }

  Result exec(String command) {
    return home.client("exec", command);
  }
}
