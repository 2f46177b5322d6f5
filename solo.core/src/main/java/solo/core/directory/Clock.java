package solo.core.directory;

import java.time.Instant;

/** Time, so that a test can be its master. */
interface Clock {
  /** The real one. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public long monotonicMs() {
          return System.nanoTime() / 1_000_000;
        }

        @Override
        public Instant wall() {
          return Instant.now();
        }
      };

  /** Milliseconds that never jump, from an arbitrary begin. */
  long monotonicMs();

  /** What files are stamped with. */
  Instant wall();
}
