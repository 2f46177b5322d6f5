package solo.core.disk;

import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Interrupts a {@link Story} at each operation of the disk: the process dies there, or the power
 * fails in each way of {@link Loss}, or the operation fails in each way of {@link Fault}. What is
 * wrong then is thrown with what repeats it.
 *
 * @param <A> what was acknowledged
 */
public final class PowerCuts<A> {
  private static final int GENERATIONS = 3;
  private static final int CONTROL_SEEDS = 5;

  /** The disk before an operation, and what was acknowledged by then. */
  private record Moment<A>(SimDisk disk, String where, A acked) {}

  /** What is wrong after crashes at a moment. */
  private interface Crashing<A> {
    Optional<AssertionError> of(Moment<A> moment, long lossSeed);
  }

  private final Story<A> story;
  private final long seed;
  private final Totals totals;

  /** Of a story, beginning with a seed. */
  public PowerCuts(Story<A> story, long seed) {
    this.story = story;
    this.seed = Totals.seed(seed);
    totals = new Totals(story.name(), this.seed);
  }

  /**
   * Crashes at every operation of runs, each of which goes on from a crash of the one before.
   *
   * @param share of the states that all suites try
   */
  public PowerCuts<A> crashes(int share) throws Exception {
    long goal = totals.states() + Totals.share(share);
    for (long next = seed; totals.states() < goal; next++) {
      Optional<AssertionError> wrong = runs(next, disk -> {}, goal);
      if (wrong.isPresent()) {
        throw wrong.get();
      }
    }
    return this;
  }

  /** Fails a control whose harm is not seen. */
  public PowerCuts<A> controlled(String what, Consumer<SimDisk> harm) throws Exception {
    PowerCuts<A> other = new PowerCuts<>(story, seed);
    Optional<AssertionError> wrong = Optional.empty();
    for (long next = seed; next < seed + CONTROL_SEEDS && wrong.isEmpty(); next++) {
      wrong = other.runs(next, harm, Long.MAX_VALUE);
    }
    assertTrue(story.name() + ": the simulator does not see it: " + what, wrong.isPresent());
    return this;
  }

  /** The same of a store that is harmed itself. */
  public static <A> void control(String what, Story<A> harmed, long seed) throws Exception {
    new PowerCuts<>(harmed, seed).controlled(what, disk -> {});
  }

  /** Prints the totals. */
  public void print() {
    totals.print();
  }

  private Optional<AssertionError> runs(long runSeed, Consumer<SimDisk> harm, long goal)
      throws Exception {
    Random random = new Random(runSeed);
    SimDisk disk = new SimDisk();
    harm.accept(disk);
    Moment<A> from = new Moment<>(disk, "", story.nothing());
    for (int run = 0; run < GENERATIONS; run++) {
      String where = "-Dsolo.seed=" + runSeed + ", run " + run + ", ";
      long liveSeed = random.nextLong();
      List<Moment<A>> moments = moments(where, from, liveSeed);
      for (int index : chosen(moments.size(), liveSeed, goal)) {
        if (totals.states() >= goal) {
          return Optional.empty();
        }
        Optional<AssertionError> wrong = crashes(moments.get(index), liveSeed + index);
        if (wrong.isPresent()) {
          return wrong;
        }
      }
      from = survivor(moments.get(random.nextInt(moments.size())), random);
    }
    return Optional.empty();
  }

  /** All moments of a run that is repeated; else as many as leave states for some other runs. */
  private static List<Integer> chosen(int moments, long liveSeed, long goal) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < moments; i++) {
      all.add(i);
    }
    Collections.shuffle(all, new Random(liveSeed));
    boolean repeated = Long.getLong("solo.seed") != null;
    return repeated ? all : all.subList(0, (int) Math.min(moments, Math.max(8, goal / 60)));
  }

  private List<Moment<A>> moments(String where, Moment<A> from, long liveSeed) throws Exception {
    List<Moment<A>> moments = new ArrayList<>();
    AtomicReference<A> acked = new AtomicReference<>(from.acked);
    SimDisk disk = from.disk;
    disk.watch(
        (number, op) -> {
          if (op.changes()) {
            String at = where + "before operation " + number + " " + op + ", ";
            moments.add(new Moment<>(disk.kill(), at, acked.get()));
          }
        });
    try {
      story.live(disk, from.acked, new Random(liveSeed), acked::set);
    } catch (Exception | AssertionError e) {
      throw new AssertionError(story.name() + ", " + where + "without any crash: " + e, e);
    } finally {
      disk.watch((number, op) -> {});
    }
    moments.add(new Moment<>(disk.kill(), where + "after the last operation, ", acked.get()));
    return moments;
  }

  /** The disk the next run starts from: after a kill, or after a power loss. */
  private Moment<A> survivor(Moment<A> moment, Random random) {
    Loss[] losses = Loss.values();
    SimDisk disk =
        random.nextBoolean()
            ? moment.disk.kill()
            : moment.disk.powerLoss(losses[random.nextInt(losses.length)], random);
    return new Moment<>(disk, "", moment.acked);
  }

  private Optional<AssertionError> crashes(Moment<A> moment, long lossSeed) {
    Optional<AssertionError> wrong = crash(moment.where + "kill", moment.disk.kill(), moment.acked);
    for (Loss loss : Loss.values()) {
      if (wrong.isEmpty() && (loss == Loss.DROPPED || moment.disk.isPending())) {
        SimDisk lost = moment.disk.powerLoss(loss, new Random(lossSeed));
        wrong = crash(moment.where + "power loss " + loss, lost, moment.acked);
      }
    }
    return wrong;
  }

  private Optional<AssertionError> someCrash(Moment<A> moment, long lossSeed) {
    Random random = new Random(lossSeed);
    Loss loss = Loss.values()[random.nextInt(Loss.values().length)];
    SimDisk lost = moment.disk.powerLoss(loss, random);
    return crash(moment.where + "kill", moment.disk.kill(), moment.acked)
        .or(() -> crash(moment.where + "power loss " + loss, lost, moment.acked));
  }

  /** What is wrong on a disk, and on what one more crash leaves of it. */
  private Optional<AssertionError> crash(String where, SimDisk disk, A acked) {
    List<Moment<A>> second = new ArrayList<>();
    Optional<AssertionError> wrong =
        recover(
            where,
            disk,
            acked,
            shown -> {
              SimDisk lost = disk.powerLoss(Loss.DROPPED, new Random(0));
              second.add(new Moment<>(lost, where + ", and a second crash", shown));
            });
    for (Moment<A> again : second) {
      if (wrong.isEmpty()) {
        wrong = recover(again.where, again.disk, again.acked, shown -> {});
      }
    }
    return wrong;
  }

  private Optional<AssertionError> recover(String where, SimDisk disk, A acked, Consumer<A> shown) {
    totals.state(story.count(acked));
    try {
      story.recover(disk, acked, shown);
      return Optional.empty();
    } catch (Exception | AssertionError e) {
      return Optional.of(new AssertionError(story.name() + ", " + where + ": " + e, e));
    }
  }

  /**
   * Lets each operation of runs fail in each way, once; the disk then works again, and the store
   * goes on as it promises. Then the process dies, or the power fails.
   *
   * @param share of the runs of all suites
   */
  public PowerCuts<A> faults(int share) throws Exception {
    return faults(share, 1, this::crashes);
  }

  /**
   * The same, where each state takes long: of the power losses after a fault one is drawn, and each
   * life takes its part of the operations.
   *
   * @param lives which together have all operations fail
   */
  public PowerCuts<A> sampledFaults(int share, int lives) throws Exception {
    return faults(share, lives, this::someCrash);
  }

  private PowerCuts<A> faults(int share, int lives, Crashing<A> crashing) throws Exception {
    for (long next = seed; next < seed + Totals.share(share); next++) {
      Moment<A> from = new Moment<>(new SimDisk(), "", story.nothing());
      if (next % 2 == 1) {
        List<Moment<A>> moments = moments("-Dsolo.seed=" + next + ", ", from, next);
        from = moments.get(moments.size() * 2 / 3);
      }
      // every other seed begins with a disk that a crash left
      int part = (int) Math.floorMod(next / 2, (long) lives);
      for (Fault fault : Fault.values()) {
        List<SimDisk.Op> operations = operations(from, next);
        for (int k = part; k < operations.size(); k += lives) {
          if (fault.hits(operations.get(k))) {
            fault(fault, operations.get(k), k, from, next, crashing);
          }
        }
      }
    }
    return this;
  }

  private void fault(
      Fault fault, SimDisk.Op op, int k, Moment<A> from, long liveSeed, Crashing<A> crashing) {
    String where = "-Dsolo.seed=%d, %s at operation %d %s, ".formatted(liveSeed, fault, k, op);
    Moment<A> left = failing(where, from, fault, k, liveSeed);
    Optional<AssertionError> wrong = crashing.of(left, liveSeed + k);
    if (wrong.isPresent()) {
      throw wrong.get();
    }
  }

  private List<SimDisk.Op> operations(Moment<A> from, long liveSeed) throws Exception {
    List<SimDisk.Op> operations = new ArrayList<>();
    SimDisk disk = from.disk.kill();
    disk.watch((number, op) -> operations.add(op));
    story.live(disk, from.acked, new Random(liveSeed), acked -> {});
    return operations;
  }

  private Moment<A> failing(String where, Moment<A> from, Fault fault, int k, long liveSeed) {
    totals.fault();
    SimDisk disk = from.disk.kill();
    AtomicReference<A> acked = new AtomicReference<>(from.acked);
    disk.watch(
        (number, op) -> {
          if (number == k && fault.hits(op)) {
            throw fault.exception();
          }
        });
    try {
      story.live(disk, from.acked, new Random(liveSeed), acked::set);
    } catch (IOException doesNotOpen) {
      // an answer too
    } catch (Exception | AssertionError e) {
      throw new AssertionError(story.name() + ", " + where + "no answer: " + e, e);
    } finally {
      disk.watch((number, op) -> {});
    }
    return new Moment<>(disk, where, acked.get());
  }
}
