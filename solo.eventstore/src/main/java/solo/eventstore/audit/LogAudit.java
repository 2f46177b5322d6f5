package solo.eventstore.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.audit.Audit;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.disk.Disk;
import solo.core.event.Event;
import solo.core.verify.Finding;
import solo.eventstore.audit.SignedLine.Word;
import solo.eventstore.head.WitnessedLog;
import solo.eventstore.journal.JournalDoor;
import solo.eventstore.journal.TakenOut;
import solo.eventstore.retention.Archives;

/** Proves the log of the running container by the heads that it signed, or by copies of them. */
@Component
public final class LogAudit implements Audit {
  private final AuditedLog log;
  private final HeadSigner signer;
  private final Authorization authorization;

  /** Reads nothing yet. */
  @Activate
  public LogAudit(
      @Reference WitnessedLog log,
      @Reference JournalDoor door,
      @Reference Archives archives,
      @Reference HeadSigner signer,
      @Reference Authorization authorization) {
    this(new AuditedJournal(log, door, archives), signer, authorization);
  }

  LogAudit(AuditedLog log, HeadSigner signer, Authorization authorization) {
    this.log = log;
    this.signer = signer;
    this.authorization = authorization;
  }

  @Override
  public Report verify(Caller caller, Consumer<String> progress) throws InterruptedException {
    SigningStatus signing = signer.status();
    return verify(
        caller,
        () -> ReadHeads.of(signing.heads(), signing.keys(), Disk.real(), signing.written()),
        progress);
  }

  @Override
  public Report verify(Caller caller, Copy copy, Consumer<String> progress)
      throws InterruptedException {
    return verify(
        caller, () -> ReadHeads.ofCopies(copy.heads(), copy.key(), Disk.real()), progress);
  }

  private Report verify(Caller caller, Supplier<ReadHeads> heads, Consumer<String> progress)
      throws InterruptedException {
    authorization.require(caller, Permission.READ, Authorization.EVERY_TENANT);
    return verify(log, heads, progress);
  }

  /**
   * The heads are read before the log: each of them is of an event that it has. What was signed of
   * a base is read after it: each base was signed before it was there.
   */
  static Report verify(AuditedLog log, Supplier<ReadHeads> heads, Consumer<String> progress)
      throws InterruptedException {
    UUID instance = log.witnessed().instance();
    ReadHeads read = heads.get();
    Proof proof = new Proof(log, read.check().sound(), progress).run();
    List<Finding> findings = new ArrayList<>(read.findings(instance, proof));
    ReadHeads now = heads.get();
    findings.addAll(now.statements(instance, proof.base(), proof.compared(), proof.excuses()));
    return proof.report(
        proof.base().map(base -> kept(base, now.witness(instance, base))), findings);
  }

  private static Kept kept(TakenOut base, Optional<SignedLine> witness) {
    return new Kept(
        base.through(),
        witness
            .map(line -> line.word() == Word.BASE ? Witness.SIGNED : Witness.FOUND)
            .orElse(Witness.NONE),
        witness.map(SignedLine::at).orElse(Instant.EPOCH));
  }

  @Override
  public Event accept(Caller caller, String reason) throws InterruptedException {
    authorization.require(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
    return signer.accept(caller, reason);
  }
}
