package solo.capability.projection;

/**
 * A change of a projection's values, made on the thread that owns the file. Made twice it leads to
 * the same as once, since after a crash it is made again.
 */
@FunctionalInterface
public interface Change {
  /** Makes it. */
  void make(OpenProjection file);

  /** Another one, and then this. */
  default Change after(Change earlier) {
    return file -> {
      earlier.make(file);
      make(file);
    };
  }

  /**
   * A change after which nothing of an earlier one of its key is left, so that those need not be
   * made.
   */
  static Change replacing(Change change) {
    return new Change() {
      @Override
      public void make(OpenProjection file) {
        change.make(file);
      }

      @Override
      public Change after(Change earlier) {
        return this;
      }
    };
  }
}
