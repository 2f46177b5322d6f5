package solo.eventstore.audit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.osgi.service.log.Logger;
import solo.core.tenant.Printable;
import solo.core.verify.Finding;
import solo.core.verify.Head.Mark;
import solo.core.verify.Kind;
import solo.eventstore.audit.SignedLine.Word;
import solo.eventstore.head.WitnessedLog;
import solo.eventstore.journal.TakenOut;

/**
 * Signs heads of the log when one is due, and what retention keeps. All I/O is in {@link #open},
 * {@link #sign}, {@link #witness} and {@link #accept}, which wait for each other; {@link #status}
 * waits for nobody.
 */
final class HeadsKeeper {
  /** Further behind, as after a failure, one head covers all: the links are not in memory. */
  private static final long FAR = 3_000;

  private final HeadsBook book;
  private final BaseWitnesses bases;
  private final WitnessedLog log;
  private final SaidByTheLog said;
  private final SigningSettings settings;
  private final LongSupplier nanos;
  private final Logger logger;

  private volatile Optional<Finding> changedKey = Optional.empty();
  private volatile List<Finding> standing = List.of();
  private volatile String trouble = "";
  private boolean opened;
  private boolean began;
  private boolean judged;
  private long signed;
  private long seen;
  private long seenAt;
  private long unsignedSince;

  /** What a log that has events tells of keys, and of what was done to it. */
  @FunctionalInterface
  interface SaidByTheLog {
    /**
     * What it tells now.
     *
     * @throws solo.core.event.EventStoreException when it cannot be read
     */
    Excuses now();
  }

  HeadsKeeper(
      HeadsBook book,
      WitnessedLog log,
      SaidByTheLog said,
      SigningSettings settings,
      LongSupplier nanos,
      Logger logger) {
    this.book = book;
    this.log = log;
    this.said = said;
    this.settings = settings;
    this.nanos = nanos;
    this.logger = logger;
    bases = new BaseWitnesses(book, log, said, logger);
  }

  SigningStatus status() {
    List<Finding> findings = new ArrayList<>(standing);
    changedKey.ifPresent(findings::add);
    return new SigningStatus(book.path(), book.openKeysPath(), book.tail(), findings, trouble);
  }

  /** The key that signs; empty until {@link #open} has it. */
  synchronized Optional<AuditKey> key() {
    return book.key();
  }

  /** Whether a head of this log was signed. */
  synchronized boolean hasSigned() {
    return signed > 0;
  }

  /**
   * Makes key and file ready, where they are not.
   *
   * @return whether they are
   */
  synchronized boolean open() {
    if (opened) {
      return true;
    }
    try {
      Heads.Tail before = book.tail();
      HeadsBook.Opened found = book.open();
      boolean anew = begin(found.heads(), before != null && before.number() > 0);
      if (!judged) {
        judge(found, anew);
        judged = true;
      }
      bases.begin();
      signed = Math.max(signed, covered(found.heads()));
      standing();
      opened = true;
      tell("");
    } catch (IOException | RuntimeException e) {
      tell(e.getMessage() == null ? e.toString() : e.getMessage());
    }
    return opened;
  }

  /** Says for good that there were heads which are not there any more. */
  private boolean begin(Heads heads, boolean wrote) throws IOException {
    String keyId = book.key().orElseThrow().id();
    boolean none = heads.lastHead().isEmpty() && book.begunAnew().isEmpty();
    WitnessedLog.Last last = log.last();
    boolean gone = none && last.id() > 0 && (wrote || said.now().ofKey(keyId) > 0);
    if (gone) {
      book.sign(Word.ANEW, mark(last.id(), last.link()), "");
      logger.warn(
          "{}: {} had no signed head any more; it is begun anew",
          Kind.SIGNED_HEADS_MISSING,
          Printable.escape(book.path().toString()));
    }
    return gone;
  }

  private void standing() {
    List<Finding> now = new ArrayList<>();
    book.begunAnew().map(anew -> HeadFindings.begunAnew(book.path(), anew)).ifPresent(now::add);
    bases.finding().ifPresent(now::add);
    standing = List.copyOf(now);
  }

  /** The last event of this log that the file has a head of, 0 for none. */
  private long covered(Heads heads) {
    return heads
        .lastHead()
        .map(SignedLine::mark)
        .filter(mark -> mark.instance().equals(log.instance()) && mark.id() <= log.last().id())
        .map(Mark::id)
        .orElse(0L);
  }

  /** At a start: is it the key, and are they the heads, of before? */
  private void judge(HeadsBook.Opened opened, boolean anew) {
    KeyFiles.Found found = opened.key();
    String now = found.key().id();
    String signer = opened.heads().last(line -> true).map(SignedLine::keyId).orElse(found.before());
    if (!signer.isEmpty() && !signer.equals(now)) {
      String gone = found.made() ? "is not there any more" : "was replaced";
      note(
          "the audit key %s %s: heads were signed by key %s, and are by %s from now on"
              .formatted(book.keyPath(), gone, signer, now),
          "nothing if you did it; else restore the key, and ask who can write to that directory");
    } else if (!anew && opened.heads().lines().isEmpty() && log.openedAt() > 0) {
      // a restored log has none either: that the whole state is new is the head's finding
      logger.warn(
          "{}: {} had no signed head of this log, which has {} events; heads are signed from now on",
          Kind.SIGNED_HEADS_MISSING,
          Printable.escape(book.path().toString()),
          log.openedAt());
    }
  }

  private void note(String what, String fix) {
    String line = Printable.escape(what);
    changedKey = Optional.of(Finding.of(Kind.SIGNED_HEADS_MISSING, "", line, fix, false));
    logger.warn("{}: {}; {}", Kind.SIGNED_HEADS_MISSING, line, fix);
  }

  /** How long from now the next head may be due; zero where every event is signed. */
  synchronized Duration due() {
    look();
    if (seen <= signed) {
      return Duration.ZERO;
    }
    long now = nanos.getAsLong();
    long quiet = settings.after().toNanos() - (now - seenAt);
    long latest = settings.latest().toNanos() - (now - unsignedSince);
    return Duration.ofNanos(Math.max(1, Math.min(quiet, latest)));
  }

  private void look() {
    long last = log.last().id();
    if (last > seen && !log.isLost(last)) {
      if (seen <= signed) {
        unsignedSince = nanos.getAsLong();
      }
      seen = last;
      seenAt = nanos.getAsLong();
    }
  }

  /**
   * Signs what is due.
   *
   * @param all whether every event is to be covered now
   * @return false when it could not be written
   */
  synchronized boolean sign(boolean all) {
    try {
      look();
      while (signed > 0 && seen - signed >= settings.every()) {
        long next = signed + settings.every();
        boolean gone = log.isLost(next) || next < log.takenOutThrough();
        sign(gone || seen - next > FAR ? seen : next);
      }
      if (seen > signed && (all || !began || due().toNanos() <= 1)) {
        sign(seen);
      }
      began |= seen > 0;
      return true;
    } catch (IOException | RuntimeException e) {
      failed(e);
      return false;
    }
  }

  private void sign(long id) throws IOException {
    WitnessedLog.Last last = log.last();
    book.sign(Word.HEAD, mark(id, last.id() == id ? last.link() : log.linkAt(id)), "");
    signed = id;
    unsignedSince = nanos.getAsLong();
    Optional<SignedLine> anew = book.begunAnew();
    book.shorten(line -> bases.stays(line) || anew.filter(line::equals).isPresent());
  }

  private Mark mark(long id, byte[] link) {
    return new Mark(log.instance(), id, HexFormat.of().formatHex(link));
  }

  /**
   * Signs what is to be kept, before anything goes; durable when it returns.
   *
   * @throws IOException when it cannot be signed, or what is kept now is not proved; the message
   *     says what to do
   */
  synchronized void witness(TakenOut next) throws IOException {
    if (!open()) {
      throw new IOException("what is to be kept cannot be signed: " + trouble);
    }
    bases.requireProved();
    try {
      bases.sign(next);
    } catch (IOException | RuntimeException e) {
      failed(e);
      throw new IOException("what is to be kept cannot be signed: " + e, e);
    }
  }

  /** What waits to be accepted, in words; empty where nothing does. */
  synchronized String toAccept() {
    standing();
    return String.join(
        "; ", standing.stream().map(one -> one.kind() + ": " + one.detail()).toList());
  }

  /**
   * Signs that somebody accepted what was found.
   *
   * @param id the event that says so
   */
  synchronized void accept(long id) throws IOException {
    if (!open()) {
      throw new IOException(trouble);
    }
    book.sign(Word.ACCEPTED, mark(id, log.linkAt(id)), "");
    bases.accept();
    standing();
  }

  private void failed(Exception why) {
    opened = false;
    tell(book.path() + " cannot be written: " + why);
  }

  private void tell(String why) {
    String now = Printable.escape(why);
    if (now.equals(trouble)) {
      return;
    }
    trouble = now;
    if (now.isEmpty()) {
      logger.info("Heads of the log are signed again");
    } else {
      logger.warn("No head of the log is signed: {}", now);
    }
  }
}
