package solo.eventstore.audit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.service.log.Logger;
import solo.core.tenant.Printable;
import solo.core.verify.Finding;
import solo.core.verify.Head.Mark;
import solo.eventstore.audit.SignedLine.Word;
import solo.eventstore.head.WitnessedLog;
import solo.eventstore.journal.TakenOut;

/**
 * What was signed of bases: each before it stands for the events that it takes out. A log that is
 * met for the first time has what it has. For one thread at a time.
 */
final class BaseWitnesses {
  private static final TakenOut NOTHING = new TakenOut(0, "0".repeat(64), "0".repeat(64));

  private final HeadsBook book;
  private final WitnessedLog log;
  private final HeadsKeeper.SaidByTheLog said;
  private final Logger logger;

  BaseWitnesses(HeadsBook book, WitnessedLog log, HeadsKeeper.SaidByTheLog said, Logger logger) {
    this.book = book;
    this.log = log;
    this.said = said;
    this.logger = logger;
  }

  /** In a file that says nothing of bases: what is there now is what there is. */
  void begin() throws IOException {
    if (all().isEmpty()) {
      TakenOut now = log.takenOut().orElse(NOTHING);
      sign(Word.FOUND, now);
      if (now.through() > 0) {
        logger.warn(
            "Events up to {} were taken out of the log when nobody signed what is kept of them:"
                + " signed as it was found",
            now.through());
      }
    }
  }

  /** What is wrong with what is kept now, by what was signed. */
  Optional<Finding> finding() {
    return log.takenOut()
        .filter(taken -> of(taken).isEmpty())
        .flatMap(taken -> BaseCheck.unsigned(taken, said.now()));
  }

  /**
   * Before more is taken out.
   *
   * @throws IOException when nothing stands for what is kept now
   */
  void requireProved() throws IOException {
    Optional<Finding> wrong = finding().filter(found -> found.acceptedBy() == 0);
    if (wrong.isPresent()) {
      throw new IOException(Printable.escape(wrong.get().detail() + "; " + wrong.get().fix()));
    }
  }

  /** Signs what is to be kept: as proved where all is that it is made of. */
  void sign(TakenOut next) throws IOException {
    if (of(next).isEmpty()) {
      boolean proved = log.takenOut().map(now -> word(now) == Word.BASE).orElse(true);
      sign(proved ? Word.BASE : Word.FOUND, next);
    }
  }

  /** Somebody has said that what is there now is right. */
  void accept() throws IOException {
    Optional<TakenOut> now = log.takenOut();
    if (now.isPresent() && of(now.get()).isEmpty()) {
      sign(Word.FOUND, now.get());
    }
  }

  /** What a file that drops old lines keeps: the newest, and what stands for what is kept now. */
  boolean stays(SignedLine line) {
    List<SignedLine> all = all();
    boolean newest = !all.isEmpty() && all.get(all.size() - 1).equals(line);
    return newest || log.takenOut().flatMap(this::of).filter(line::equals).isPresent();
  }

  private Word word(TakenOut taken) {
    return of(taken).map(SignedLine::word).orElse(Word.FOUND);
  }

  private Optional<SignedLine> of(TakenOut taken) {
    return BaseCheck.witness(all(), log.instance(), taken);
  }

  private List<SignedLine> all() {
    return book.statements().stream().filter(line -> line.word().isOfABase()).toList();
  }

  private void sign(Word word, TakenOut taken) throws IOException {
    book.sign(word, new Mark(log.instance(), taken.through(), taken.link()), taken.sha256());
  }
}
