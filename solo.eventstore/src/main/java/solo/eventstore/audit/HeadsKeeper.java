package solo.eventstore.audit;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.osgi.service.log.Logger;
import solo.core.tenant.Printable;
import solo.core.verify.Finding;
import solo.core.verify.Head.Mark;
import solo.core.verify.Kind;
import solo.eventstore.head.WitnessedLog;

/**
 * Signs heads of the log when one is due. All I/O is in {@link #open} and {@link #sign}, which one
 * thread calls; {@link #status} is for any.
 */
final class HeadsKeeper {
  /** Further behind, as after a failure, one head covers all: the links are not in memory. */
  private static final long FAR = 3_000;

  private final HeadsFile file;
  private final KeyFiles keys;
  private final WitnessedLog log;
  private final SigningSettings settings;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Logger logger;

  private volatile Heads.Tail tail;
  private volatile Optional<Finding> finding = Optional.empty();
  private volatile String trouble = "";
  private boolean opened;
  private boolean began;
  private AuditKey key;
  private long signed;
  private long seen;
  private long seenAt;
  private long unsignedSince;

  /** What time it is. */
  record Clocks(InstantSource wall, LongSupplier nanos) {}

  HeadsKeeper(
      HeadsFile file,
      KeyFiles keys,
      WitnessedLog log,
      SigningSettings settings,
      Clocks clocks,
      Logger logger) {
    this.file = file;
    this.keys = keys;
    this.log = log;
    this.settings = settings;
    this.clock = clocks.wall();
    this.nanos = clocks.nanos();
    this.logger = logger;
  }

  SigningStatus status() {
    return new SigningStatus(file.path(), keys.open(), tail, finding, trouble);
  }

  /** The key that signs; empty until {@link #open} has it. */
  Optional<AuditKey> key() {
    return Optional.ofNullable(key);
  }

  /**
   * Makes key and file ready, where they are not.
   *
   * @return whether they are
   */
  boolean open() {
    if (opened) {
      return true;
    }
    try {
      KeyFiles.Found found = keys.load();
      Heads heads = file.open();
      if (key == null) {
        judge(found, heads);
      }
      key = found.key();
      tail = continued(heads.tail());
      signed = Math.max(signed, covered(heads));
      opened = true;
      tell("");
    } catch (IOException | RuntimeException e) {
      tell(e.getMessage() == null ? e.toString() : e.getMessage());
    }
    return opened;
  }

  /** Where somebody took heads away meanwhile, the next one shows that. */
  private Heads.Tail continued(Heads.Tail found) {
    return tail == null || found.number() >= tail.number()
        ? found
        : new Heads.Tail(tail.number(), tail.digest(), found.lines());
  }

  /** The last event of this log that the file has a head of, 0 for none. */
  private long covered(Heads heads) {
    return heads
        .lastHead()
        .map(SignedHead::mark)
        .filter(mark -> mark.instance().equals(log.instance()) && mark.id() <= log.last().id())
        .map(Mark::id)
        .orElse(0L);
  }

  /** At a start: is it the key, and are they the heads, of before? */
  private void judge(KeyFiles.Found found, Heads heads) {
    String signer = heads.lastHead().map(SignedHead::keyId).orElse(found.before());
    if (!signer.isEmpty() && !signer.equals(found.key().id())) {
      String gone = found.made() ? "is not there any more" : "was replaced";
      note(
          "the audit key %s %s: heads were signed by key %s, and are by %s from now on"
              .formatted(keys.key(), gone, signer, found.key().id()),
          "nothing if you did it; else restore the key, and ask who can write to that directory");
    } else if (heads.lines().isEmpty() && log.openedAt() > 0) {
      // a restored log has none either: that the whole state is new is the head's finding
      logger.warn(
          "{}: {} had no signed head of this log, which has {} events; heads are signed from now on",
          Kind.SIGNED_HEADS_MISSING,
          Printable.escape(file.path().toString()),
          log.openedAt());
    }
  }

  private void note(String what, String fix) {
    String line = Printable.escape(what);
    finding = Optional.of(Finding.of(Kind.SIGNED_HEADS_MISSING, "", line, fix, false));
    logger.warn("{}: {}; {}", Kind.SIGNED_HEADS_MISSING, line, fix);
  }

  /** How long from now the next head may be due; zero where every event is signed. */
  Duration due() {
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
  boolean sign(boolean all) {
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
      opened = false;
      tell(file.path() + " cannot be written: " + e);
      return false;
    }
  }

  private void sign(long id) throws IOException {
    WitnessedLog.Last last = log.last();
    byte[] link = last.id() == id ? last.link() : log.linkAt(id);
    Mark mark = new Mark(log.instance(), id, HexFormat.of().formatHex(link));
    Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    tail = file.append(tail, key.sign(tail.number() + 1, mark, at, tail.digest()));
    signed = id;
    unsignedSince = nanos.getAsLong();
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
