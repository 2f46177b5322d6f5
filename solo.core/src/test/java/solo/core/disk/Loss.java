package solo.core.disk;

import java.util.Random;

/** What a power loss does to what was not forced. */
public enum Loss {
  /** Nothing of it is there. */
  DROPPED,
  /** All of it is there. */
  KEPT,
  /** The first writes are there. */
  PREFIX,
  /** Some writes are there. */
  SUBSET,
  /** Some sectors of 512 bytes are there. */
  TORN_512,
  /** Some pages of 4 KiB are there. */
  TORN_4096,
  /** Sectors are there, or not, or are zeros. */
  ZEROED;

  enum Fate {
    KEPT,
    DROPPED,
    ZEROED
  }

  /** How many of the first so many changes may be there. */
  int keptOf(int count, Random random) {
    return switch (this) {
      case DROPPED -> 0;
      case KEPT -> count;
      default -> random.nextInt(count + 1);
    };
  }

  /** The size of what is kept or lost as a whole. */
  int pieceOf(int length) {
    return switch (this) {
      case TORN_512, ZEROED -> 512;
      case TORN_4096 -> 4096;
      default -> Integer.MAX_VALUE;
    };
  }

  Fate fate(int write, int kept, Random random) {
    return switch (this) {
      case DROPPED -> Fate.DROPPED;
      case KEPT -> Fate.KEPT;
      case PREFIX -> write < kept ? Fate.KEPT : Fate.DROPPED;
      case SUBSET, TORN_512, TORN_4096 -> random.nextBoolean() ? Fate.KEPT : Fate.DROPPED;
      case ZEROED -> Fate.values()[random.nextInt(3)];
    };
  }
}
