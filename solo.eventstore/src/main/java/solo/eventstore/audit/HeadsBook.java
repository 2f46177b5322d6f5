package solo.eventstore.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import solo.core.verify.Head.Mark;
import solo.eventstore.audit.SignedLine.Word;

/** The file of signed heads with the key that signs. For one thread at a time. */
final class HeadsBook {
  private final HeadsFile file;
  private final KeyFiles keys;
  private final InstantSource clock;
  private final List<SignedLine> statements = new ArrayList<>();
  private AuditKey key;
  private volatile Heads.Tail tail;

  HeadsBook(HeadsFile file, KeyFiles keys, InstantSource clock) {
    this.file = file;
    this.keys = keys;
    this.clock = clock;
  }

  /** What {@link #open} found. */
  record Opened(KeyFiles.Found key, Heads heads) {}

  /** Makes both where they are not; durable when it returns. */
  Opened open() throws IOException {
    KeyFiles.Found found = keys.load();
    Heads heads = file.open();
    key = found.key();
    tail = continued(heads.tail());
    statements.clear();
    heads.signed().filter(line -> !line.isHead()).forEach(statements::add);
    return new Opened(found, heads);
  }

  /** Where somebody took lines away meanwhile, the next one shows that. */
  private Heads.Tail continued(Heads.Tail found) {
    return tail == null || found.number() >= tail.number()
        ? found
        : new Heads.Tail(tail.number(), tail.digest(), found.lines());
  }

  Path path() {
    return file.path();
  }

  Path keyPath() {
    return keys.key();
  }

  Path openKeysPath() {
    return keys.open();
  }

  /** The key that signs; empty before {@link #open}. */
  Optional<AuditKey> key() {
    return Optional.ofNullable(key);
  }

  /** Its end as this process wrote or found it, null before {@link #open}; for any thread. */
  Heads.Tail tail() {
    return tail;
  }

  /** What it says beside heads, in order. */
  List<SignedLine> statements() {
    return List.copyOf(statements);
  }

  /** That there were none though some were signed, where nobody has accepted that since. */
  Optional<SignedLine> begunAnew() {
    return HeadsCheck.begunAnew(statements);
  }

  /** Adds a line; durable when it returns. */
  void sign(Word word, Mark mark, String base) throws IOException {
    SignedLine line =
        key.sign(
            new SignedLine.Unsigned(
                word,
                tail.number() + 1,
                mark,
                base,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                key.id(),
                tail.digest()));
    tail = file.append(tail, line);
    if (!line.isHead()) {
      statements.add(line);
    }
  }

  /**
   * Drops the older half of a file that is too long. What is to stay and would go is signed again
   * first.
   */
  void shorten(Predicate<SignedLine> stays) throws IOException {
    if (!file.isTooLong(tail)) {
      return;
    }
    List<SignedLine> newer = file.read().newerHalf().signed().toList();
    for (SignedLine one : statements()) {
      if (stays.test(one) && !newer.contains(one)) {
        sign(one.word(), one.mark(), one.base());
      }
    }
    Heads kept = file.read().newerHalf();
    file.replace(kept);
    tail = kept.tail();
    statements.removeIf(line -> kept.signed().noneMatch(line::equals));
  }
}
