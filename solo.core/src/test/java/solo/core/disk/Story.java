package solo.core.disk;

import java.util.Random;
import java.util.function.Consumer;

/**
 * What a store does on a {@link SimDisk}, for {@link PowerCuts} to interrupt.
 *
 * @param <A> what was acknowledged, an immutable value
 */
public interface Story<A> {

  /** The store's name, as the totals print it. */
  String name();

  /** What is acknowledged of a store that nobody has used. */
  A nothing();

  /** How many operations that is. */
  int count(A acked);

  /**
   * Opens the store, works with it, closes it. The disk may fail: then the store answers as it
   * promises, and what it has not acknowledged is not in {@code acked}.
   *
   * @param from what is acknowledged of what the disk holds
   * @param acked told after each operation what is acknowledged by now, before the next is begun
   * @throws java.io.IOException when the store does not open on a disk that fails
   */
  void live(SimDisk disk, A from, Random random, Consumer<A> acked) throws Exception;

  /**
   * Opens the store on what a crash left, and compares.
   *
   * @param shown told what must still be there after one more crash now
   * @throws AssertionError when it is not what was acknowledged
   * @throws Exception when the store cannot be used
   */
  void recover(SimDisk disk, A acked, Consumer<A> shown) throws Exception;
}
