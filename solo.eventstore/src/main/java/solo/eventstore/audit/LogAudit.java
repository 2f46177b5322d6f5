package solo.eventstore.audit;

import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.audit.Audit;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.disk.Disk;
import solo.eventstore.head.WitnessedLog;
import solo.eventstore.journal.JournalDoor;
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
    return verify(caller, new Copy(signing.heads(), signing.keys()), progress, signing.written());
  }

  @Override
  public Report verify(Caller caller, Copy copy, Consumer<String> progress)
      throws InterruptedException {
    return verify(caller, copy, progress, null);
  }

  /** The heads are read before the log: each of them is of an event that it has. */
  private Report verify(Caller caller, Copy copy, Consumer<String> progress, Heads.Tail written)
      throws InterruptedException {
    authorization.require(caller, Permission.READ, Authorization.EVERY_TENANT);
    ReadHeads read = ReadHeads.of(copy.heads(), copy.key(), Disk.real(), written);
    Proof proof = new Proof(log, read.check().sound(), progress).run();
    return proof.report(read.findings(log.witnessed().instance(), proof));
  }
}
