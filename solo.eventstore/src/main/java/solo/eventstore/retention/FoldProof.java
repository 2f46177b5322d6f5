package solo.eventstore.retention;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.fold.LogFold;
import solo.core.fold.LogFoldFactory;
import solo.core.recovery.BridgedFold;
import solo.core.recovery.SystemState;
import solo.core.retention.RetentionException;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalCursor;
import solo.eventstore.journal.JournalRecord;

/**
 * Which events something rests on, and that they are enough: every fold is made twice, once of all
 * events up to an id and once of those alone, and both have to be the same; and what they make has
 * to be what the checkpoints know. Memory is as the state is large, whatever the log's length. For
 * one thread.
 */
final class FoldProof {
  /** Without one of these nothing is proved. */
  static final Set<String> REQUIRED =
      Set.of(
          "services",
          "tokens",
          "secrets",
          "clock",
          "losses",
          "audit",
          "restores",
          "retention",
          "last");

  /** What no version here can read is kept for one that can; more of it is no accident. */
  private static final int MOST_UNREADABLE = 10_000;

  private static final int TELL_EACH = 50_000;

  private final Journal journal;
  private final Map<String, LogFoldFactory> factories = new TreeMap<>();
  private final Consumer<String> progress;

  /**
   * With the folds of all parts of the container.
   *
   * @throws RetentionException when one is not there
   */
  FoldProof(Journal journal, List<LogFoldFactory> all, Consumer<String> progress)
      throws RetentionException {
    this.journal = journal;
    this.progress = progress;
    for (LogFoldFactory factory : all) {
      if (factories.put(factory.name(), factory) != null) {
        throw new RetentionException(
            "two parts of the container fold the log as '" + factory.name() + "'", null);
      }
    }
    for (String name : REQUIRED) {
      if (!factories.containsKey(name)) {
        throw new RetentionException(
            "what '"
                + name
                + "' rests on is not known, since that part of the container is not there;"
                + " 'health' says why",
            null);
      }
    }
  }

  /**
   * All folds up to an event.
   *
   * @param lost where losses begin
   */
  private record Folded(
      Map<String, LogFold> folds, BridgedFold state, Set<Long> unreadable, TreeSet<Long> lost) {}

  /**
   * The ids of the events up to one that are to be kept, ascending.
   *
   * @throws RetentionException when they are not enough; the message says for which fold
   * @throws OnlyInCheckpointException when there was a loss of which only a checkpoint tells
   */
  long[] proved(long through, AgainstCheckpoints checkpoints)
      throws RetentionException, OnlyInCheckpointException, InterruptedException {
    Folded all = fold(through, null);
    requireKnown(all, checkpoints);
    TreeSet<Long> ids = new TreeSet<>(all.unreadable);
    for (Map.Entry<String, LogFold> fold : all.folds.entrySet()) {
      ids.addAll(restsOn(fold.getKey(), fold.getValue(), through));
    }
    if (all.unreadable.size() > MOST_UNREADABLE) {
      throw new RetentionException(
          "more than %d events cannot be read: run a version that can".formatted(MOST_UNREADABLE),
          null);
    }
    Folded kept = fold(through, ids);
    for (String name : factories.keySet()) {
      String before = all.folds.get(name).fingerprint();
      String after = kept.folds.get(name).fingerprint();
      requireSame(name, before, after, ids.size());
    }
    requireSame("state", words(all.state.state()), words(kept.state.state()), ids.size());
    return ids.stream().mapToLong(Long::longValue).toArray();
  }

  private static void requireKnown(Folded all, AgainstCheckpoints checkpoints)
      throws RetentionException, OnlyInCheckpointException {
    Optional<String> otherwise = checkpoints.difference(all.state.state());
    if (otherwise.isEmpty()) {
      return;
    }
    if (all.lost.isEmpty()) {
      throw new RetentionException(
          "the events do not make what the checkpoints know: run 'verify --deep'; "
              + otherwise.get(),
          null);
    }
    long first = all.lost.last();
    throw new OnlyInCheckpointException(
        ("only a checkpoint knows what was lost with event %d, so nothing goes from there on:"
                + " deploy the service again, and kill it again where it was killed, see"
                + " docs/retention.md, 'After an accepted loss'; %s")
            .formatted(first, otherwise.get()),
        first);
  }

  private static List<Long> restsOn(String name, LogFold fold, long through)
      throws RetentionException {
    List<Long> ids = new ArrayList<>(fold.restsOn());
    if (ids.stream().anyMatch(id -> id < 1 || id > through)) {
      throw new RetentionException(
          "'" + name + "' rests on events that it was not shown: " + ids, null);
    }
    return ids;
  }

  private static void requireSame(String name, String before, String after, int kept)
      throws RetentionException {
    if (!before.equals(after)) {
      throw new RetentionException(
          ("'%s' cannot be made again from the %d events that were to be kept; nothing is removed,"
                  + " and nothing is wrong with the log: report it")
              .formatted(name, kept),
          null);
    }
  }

  private static String words(SystemState state) {
    return state.lastStopClean() + " " + state.stopped() + " " + state.services();
  }

  /** Of all events up to one, or of some of them. */
  private Folded fold(long through, Set<Long> some)
      throws RetentionException, InterruptedException {
    Map<String, LogFold> folds = new TreeMap<>();
    factories.forEach((name, factory) -> folds.put(name, factory.begin()));
    LongSupplier notLost = some == null ? journal::takenOutThrough : () -> through;
    BridgedFold state = new BridgedFold(SystemState.EMPTY, notLost);
    Folded folded = new Folded(folds, state, new TreeSet<>(), new TreeSet<>());
    long read = 0;
    try (JournalCursor records = journal.read(0)) {
      while (records.hasNext()) {
        JournalRecord record = records.next();
        if (record.id() > through) {
          break;
        }
        if (some == null || some.contains(record.id())) {
          take(EventCodec.decode(record.id(), record.timeMs(), record.body()), folded);
        }
        if (++read % TELL_EACH == 0) {
          tell(some == null, record.id(), through);
        }
      }
    }
    return folded;
  }

  private void tell(boolean first, long id, long through) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("while the log was folded");
    }
    String what = first ? "finding what is to be kept" : "proving that it is enough";
    progress.accept("%s: event %d of %d".formatted(what, id, through));
  }

  private static void take(Event event, Folded folded) throws RetentionException {
    if (event.payload() instanceof Payload.Unreadable
        && folded.unreadable.size() <= MOST_UNREADABLE) {
      folded.unreadable.add(event.id());
    }
    folded.state.take(event).ifPresent(gap -> folded.lost.add(gap.first()));
    for (Map.Entry<String, LogFold> fold : folded.folds.entrySet()) {
      try {
        fold.getValue().apply(event);
      } catch (RuntimeException e) {
        throw new RetentionException(
            "'%s' cannot fold event %d: %s".formatted(fold.getKey(), event.id(), e), e);
      }
    }
  }

  static String hex(byte[] link) {
    return HexFormat.of().formatHex(link);
  }
}
