package solo.capability.vault;

/** Told after each step that is on disk, so that crash tests end the process there. */
@FunctionalInterface
interface Steps {
  /**
   * The step is done.
   *
   * @param name listed in {@code docs/testing.md}
   */
  void reached(String name);
}
