package solo.eventstore.audit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import solo.core.disk.AtomicFile;
import solo.core.disk.Disk;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.eventstore.journal.TakenOut;

/**
 * A file of heads with the keys that check it.
 *
 * @param copy whether what was signed later need not be in it
 * @param wrong what already says that they are of no use, or not all
 */
record ReadHeads(Path file, boolean copy, HeadsCheck check, List<Finding> wrong) {
  private static final int MOST_KEYS = 1 << 20;

  /** Reads copies; what cannot be read is a finding. */
  static ReadHeads ofCopies(Path file, Path keyFile, Disk disk) {
    return of(file, keyFile, disk, null).asCopy();
  }

  private ReadHeads asCopy() {
    return new ReadHeads(file, true, check, wrong);
  }

  /**
   * Reads the files of a state directory; what cannot be read is a finding.
   *
   * @param written the last line that this process knows to be in the file, null for none
   */
  static ReadHeads of(Path file, Path keyFile, Disk disk, Heads.Tail written) {
    List<Finding> wrong = new ArrayList<>();
    OpenKeys keys = OpenKeys.NONE;
    Heads heads = Heads.NONE;
    try {
      heads = new HeadsFile(file, disk, 0).read();
      keys = OpenKeys.parse(AtomicFile.read(disk, keyFile, MOST_KEYS));
      if (heads.lastHead().isEmpty()) {
        wrong.add(HeadFindings.missing(file + " has no head yet"));
      }
    } catch (NoSuchFileException e) {
      wrong.add(HeadFindings.missing("there is no " + e.getMessage()));
    } catch (IOException e) {
      boolean key = heads != Heads.NONE;
      wrong.add(unreadable(key ? keyFile : file, e));
      heads = Heads.NONE;
    }
    taken(file, heads, written).ifPresent(wrong::add);
    Heads checked = keys.isEmpty() ? Heads.NONE : heads;
    return new ReadHeads(file, false, HeadsCheck.of(checked, keys), wrong);
  }

  /** As {@link #of}; a state directory that never had heads, as after a restore, is no finding. */
  static ReadHeads ofState(Path state, Disk disk) throws IOException {
    Path file = state.resolve("heads");
    Path keyFile = state.resolve("audit.pub");
    boolean none = !disk.list(state).contains("heads") && !disk.list(state).contains("audit.pub");
    return none
        ? new ReadHeads(file, false, HeadsCheck.of(Heads.NONE, OpenKeys.NONE), List.of())
        : of(file, keyFile, disk, null);
  }

  private static Finding unreadable(Path file, IOException why) {
    return Finding.of(
        Kind.SIGNATURE_BROKEN,
        "1",
        "%s cannot be used: %s; no event has its proof, from event 1 on"
            .formatted(file, why.getMessage()),
        "see whether you may read it; else keep a copy of it, and put back the one that you keep"
            + " elsewhere",
        false);
  }

  /** What this process wrote has to be there still. */
  private static Optional<Finding> taken(Path file, Heads heads, Heads.Tail written) {
    if (written == null || written.number() == 0) {
      return Optional.empty();
    }
    boolean there = heads.lines().stream().anyMatch(line -> digest(line).equals(written.digest()));
    long firstId = heads.lastHead().map(head -> head.id() + 1).orElse(1L);
    return there
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                Kind.SIGNATURE_BROKEN,
                String.valueOf(firstId),
                "%s does not have line %d, which was written to it: the first event without its proof is %d"
                    .formatted(file, written.number(), firstId),
                "keep a copy of it, and find out who wrote to the state directory",
                false));
  }

  private static String digest(Heads.Line line) {
    return HeadsFormat.digest(line.text());
  }

  /** What is wrong, with the log that was read. */
  List<Finding> findings(UUID instance, Proof proof) {
    HeadFindings told = new HeadFindings(file, instance, proof.lastId(), proof.excuses());
    List<Finding> all = new ArrayList<>(proof.findings());
    all.addAll(told.of(proof.compared()));
    all.addAll(told.of(check));
    all.addAll(wrong);
    return all;
  }

  /** What it says of itself and of what was taken out of a log. */
  List<Finding> statements(UUID instance, Optional<TakenOut> base, Comparing log, Excuses excuses) {
    List<Finding> found = new ArrayList<>();
    HeadsCheck.begunAnew(check.statements())
        .map(anew -> HeadFindings.begunAnew(file, anew))
        .ifPresent(found::add);
    base.flatMap(
            taken ->
                BaseCheck.of(taken, excuses, witness(instance, taken), has(taken, log, excuses)))
        .ifPresent(found::add);
    return found;
  }

  /** What stands for what is kept of the events that were taken out. */
  Optional<SignedLine> witness(UUID instance, TakenOut taken) {
    return BaseCheck.witness(check.statements(), instance, taken);
  }

  /** Whether it has to stand for a base: a copy has what was signed up to its last head. */
  private boolean has(TakenOut taken, Comparing log, Excuses excuses) {
    boolean any = check.statements().stream().anyMatch(line -> line.word().isOfABase());
    return any && (!copy || excuses.tellingOf(taken) <= log.lastSigned());
  }
}
