package solo.recovery.verify;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import solo.core.capability.Caller;
import solo.core.deploy.Inventory;
import solo.core.verify.Depth;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.core.verify.VerificationReport;

/** Looks, mends and tells. For one thread at a time. */
final class Verifying {
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final DeepRound.Stores stores;
  private final Inventory inventory;
  private final Mending mending;
  private final Budget budget;
  private final Consumer<Finding> mended;
  private final BooleanSupplier stopping;
  private final InstantSource clock;
  private final Carried carried = new Carried();
  private Telling telling;

  /**
   * Nothing is looked at yet.
   *
   * @param mended told each finding that is mended
   * @param clock what reports are stamped with
   */
  Verifying(
      DeepRound.Stores stores,
      Inventory inventory,
      Mending mending,
      Budget budget,
      Consumer<Finding> mended,
      BooleanSupplier stopping,
      InstantSource clock) {
    this.stores = stores;
    this.inventory = inventory;
    this.mending = mending;
    this.budget = budget;
    this.mended = mended;
    this.stopping = stopping;
    this.clock = clock;
  }

  /** Looks alone. */
  VerificationReport dry(Depth depth, Consumer<String> progress) throws InterruptedException {
    long begin = System.nanoTime();
    return report(depth, begin, withFights(look(depth, progress)), List.of());
  }

  /** Looks, mends all that may be mended, and looks again. */
  VerificationReport asked(Depth depth, boolean drift, Caller caller, Consumer<String> progress)
      throws InterruptedException {
    long begin = System.nanoTime();
    List<VerificationReport.Repair> repairs = new ArrayList<>();
    Predicate<Suspicion> which = s -> s.finding().kind().repair() == Kind.Repair.AUTO || drift;
    Look look =
        withFights(
            mended(
                look(depth, progress),
                found -> mendAll(found.stream().filter(which).toList(), caller, "asked for"),
                repairs));
    VerificationReport report = report(depth, begin, look, repairs);
    if (report.fixed() > 0) {
      telling().found(look.found());
      telling().completed(report, caller, 0);
    }
    return report;
  }

  /**
   * The verify before ready; told in any case.
   *
   * @param alone whether no deploy can be under way
   */
  VerificationReport boot(long startedId, boolean alone) throws InterruptedException {
    long begin = System.nanoTime();
    telling()
        .written()
        .ifPresent(
            earlier -> carried.remember(earlier.findings(), JournalWalk.accepted(stores.events())));
    Look look = quick(alone).and(carried.all());
    telling().found(look.found());
    VerificationReport report = report(Depth.BOOT, begin, look, List.of());
    telling().completed(report, Telling.SELF, startedId);
    // Recovery has just tried these.
    look.found().stream()
        .filter(Verifying::toBeStarted)
        .forEach(suspicion -> budget.tried(suspicion.item(), 0, false));
    return report;
  }

  /** A verify of the schedule. */
  VerificationReport scheduled(Depth depth, long begin, boolean fix) throws InterruptedException {
    Look look = quick(false).and(carried.all());
    // A fight that goes on was told.
    look = fix ? withFights(look) : look;
    telling().found(look.found());
    List<VerificationReport.Repair> repairs = new ArrayList<>();
    if (fix) {
      look = withFights(mended(look, this::mendWithinBudget, repairs));
      telling().found(look.found());
    }
    VerificationReport report = report(depth, begin, look, repairs);
    if (depth == Depth.DEEP || telling().differs(report)) {
      telling().completed(report, Telling.SELF, 0);
    }
    return report;
  }

  /** What a round of the schedule has found, so that the next verify tells of it. */
  void roundFound(List<Finding> found, boolean ended) {
    if (ended) {
      carried.found(found);
    } else {
      carried.alsoFound(found);
    }
  }

  private Look look(Depth depth, Consumer<String> progress) throws InterruptedException {
    if (depth == Depth.DEEP) {
      readAll(new Progress(progress));
    }
    return quick(false).and(carried.all());
  }

  private void readAll(Progress progress) throws InterruptedException {
    try (DeepRound round = new DeepRound(stores)) {
      while (round.step(STEP_NANOS)) {
        Stopped.check(stopping);
        progress.tell(round::progress);
      }
      carried.found(round.found());
    }
  }

  private Look quick(boolean alone) throws InterruptedException {
    Look look = new QuickLook(stores, inventory, stopping).look(alone);
    Stopped.check(stopping);
    carried.seen(look);
    return look;
  }

  private Look withFights(Look look) {
    List<Suspicion> automatic = new ArrayList<>(repairable(look));
    automatic.removeIf(s -> s.finding().kind().repair() != Kind.Repair.AUTO);
    return look.and(budget.fights(automatic));
  }

  /** How findings are mended. */
  private interface Way {
    List<VerificationReport.Repair> mend(List<Suspicion> found) throws InterruptedException;
  }

  /**
   * Mends what a look saw, unless it was blind; the look after that. Where the fold itself is not
   * the log's, that comes first: the rest was judged by it.
   */
  private Look mended(Look look, Way way, List<VerificationReport.Repair> repairs)
      throws InterruptedException {
    Look now = look;
    List<Suspicion> state = repairable(now).stream().filter(Verifying::isOfTheState).toList();
    if (!now.blind() && !state.isEmpty()) {
      repairs.addAll(way.mend(state));
      now = repairs.isEmpty() ? now : quick(false).and(carried.all());
    }
    if (now.blind() || repairable(now).stream().anyMatch(Verifying::isOfTheState)) {
      return now;
    }
    List<VerificationReport.Repair> rest = way.mend(repairable(now));
    repairs.addAll(rest);
    return rest.isEmpty() ? now : quick(false).and(carried.all());
  }

  private static boolean isOfTheState(Suspicion suspicion) {
    return suspicion.finding().kind() == Kind.CHECKPOINT_MISMATCH;
  }

  private List<VerificationReport.Repair> mendWithinBudget(List<Suspicion> found)
      throws InterruptedException {
    List<Suspicion> allowed =
        budget.allowed(
            found.stream()
                .filter(s -> s.finding().kind().repair() == Kind.Repair.AUTO)
                .filter(s -> untellable(s).isEmpty())
                .toList());
    List<VerificationReport.Repair> repairs = mendAll(allowed, Telling.SELF, "auto-fix");
    spend(allowed, repairs);
    return repairs;
  }

  /** Starts in the order of their deploys, since one may need what another brings. */
  private static List<Suspicion> repairable(Look look) {
    List<Suspicion> repairable =
        new ArrayList<>(look.found().stream().filter(s -> s.finding().fixable()).toList());
    repairable.sort(Comparator.comparingLong(s -> toBeStarted(s) ? s.cause() : 0));
    return repairable;
  }

  private static boolean toBeStarted(Suspicion suspicion) {
    return toBeStarted(suspicion.finding().kind());
  }

  private static boolean toBeStarted(Kind kind) {
    return kind == Kind.MISSING_SERVICE || kind == Kind.NOT_ACTIVE;
  }

  /** Whether something can be mended that recovery has not tried just now. */
  static boolean isMendedAtOnce(VerificationReport report) {
    return report.findings().stream()
        .anyMatch(
            finding ->
                finding.fixable()
                    && finding.kind().repair() == Kind.Repair.AUTO
                    && !toBeStarted(finding.kind()));
  }

  private List<VerificationReport.Repair> mendAll(
      List<Suspicion> repairable, Caller caller, String reason) throws InterruptedException {
    List<VerificationReport.Repair> repairs = new ArrayList<>();
    for (Suspicion suspicion : repairable) {
      Stopped.check(stopping);
      repairs.add(mend(suspicion, caller, reason));
    }
    return repairs;
  }

  private void spend(List<Suspicion> mended, List<VerificationReport.Repair> repairs) {
    Map<String, List<Boolean>> done = new TreeMap<>();
    for (int i = 0; i < mended.size(); i++) {
      done.computeIfAbsent(mended.get(i).item(), item -> new ArrayList<>())
          .add(repairs.get(i).done());
    }
    done.forEach((item, each) -> budget.tried(item, each.size(), !each.contains(false)));
  }

  /**
   * Why a repair could not be told. The event that ends an intent has room on a full disk, and is
   * the repair.
   */
  private Optional<String> untellable(Suspicion suspicion) {
    return suspicion.finding().kind() == Kind.OPEN_INTENT
        ? Optional.empty()
        : stores.events().refusing();
  }

  private VerificationReport.Repair mend(Suspicion suspicion, Caller caller, String reason)
      throws InterruptedException {
    Finding finding = suspicion.finding();
    try {
      Optional<String> refusing = untellable(suspicion);
      if (refusing.isPresent()) {
        throw new IOException("the log could not be told of it: " + refusing.get());
      }
      String after = mending.mend(suspicion, caller);
      carried.mended(finding);
      mended.accept(finding);
      long id = telling().fixed(suspicion, after, caller, reason);
      String told = id > 0 ? after : after + "; the log could not be told of it";
      return new VerificationReport.Repair(finding, true, told, id);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError e) {
      String why = OneLine.of(e);
      stores.log().warn("{} is not mended: {}; {}", finding.kind(), finding.detail(), why);
      return new VerificationReport.Repair(finding, false, why, 0);
    }
  }

  private VerificationReport report(
      Depth depth, long begin, Look look, List<VerificationReport.Repair> repairs) {
    return new VerificationReport(
        depth,
        clock.instant(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin),
        look.eventId(),
        look.expected(),
        look.running(),
        look.busy(),
        look.findings(),
        repairs);
  }

  private Telling telling() {
    if (telling == null) {
      telling = new Telling(stores.events(), stores.log());
    }
    return telling;
  }

  /** The newest report in the log. */
  Optional<VerificationReport> written() {
    return ReportEvents.newest(stores.events());
  }
}
