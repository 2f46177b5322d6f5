package solo.eventstore.retention;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.service.log.Logger;
import solo.core.capability.Caller;
import solo.core.disk.DiskFullException;
import solo.core.event.Durable;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.fold.LogFoldFactory;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.Checkpointer;
import solo.core.retention.FileHolds;
import solo.core.retention.Retention.Action;
import solo.core.retention.RetentionException;
import solo.eventstore.journal.JournalDoor;
import solo.eventstore.journal.Removal;
import solo.eventstore.journal.Removal.Full;

/** One application of the policy, step by step; each leaves the log whole. For one thread. */
record Application(Parts parts, Policy policy, Consumer<String> progress) {
  private static final Caller SELF = Caller.system("retention");

  /**
   * What it works on.
   *
   * @param patience how long it waits for files that are held
   */
  record Parts(
      JournalDoor door,
      EventStore events,
      CheckpointStore checkpoints,
      Checkpointer checkpointer,
      FileHolds holds,
      BaseWitness witness,
      Duration patience,
      Logger log) {}

  /**
   * Takes the segments out.
   *
   * @return the event, empty where none can go
   */
  Optional<Event> run(Boundary wanted, List<LogFoldFactory> factories, Caller caller, String reason)
      throws RetentionException, InterruptedException {
    alone().close();
    FoldProof proof = new FoldProof(parts.door.journal(), factories, progress);
    Boundary boundary = behindACheckpoint(wanted);
    if (boundary.gone().isEmpty()) {
      return Optional.empty();
    }
    Proved proved = proved(proof, boundary);
    try {
      return Optional.of(takeOut(proved.boundary, proved.ids, caller, reason));
    } catch (IOException e) {
      throw new RetentionException(told(e), e);
    }
  }

  /** What goes, and which events of it are to be kept. */
  private record Proved(Boundary boundary, long[] ids) {}

  /** A loss of which only a checkpoint tells stays in the log, with all after it. */
  private Proved proved(FoldProof proof, Boundary boundary)
      throws RetentionException, InterruptedException {
    AgainstCheckpoints checkpoints =
        new AgainstCheckpoints(parts.door.journal(), parts.checkpoints);
    try {
      return new Proved(boundary, proof.proved(boundary.through(), checkpoints));
    } catch (OnlyInCheckpointException e) {
      Boundary before = boundary.upTo(e.firstLost() - 1, e.getMessage());
      if (before.gone().isEmpty()) {
        throw new RetentionException(e.getMessage(), e);
      }
      parts.log.warn("{}", e.getMessage());
      return proved(proof, before);
    }
  }

  private String told(IOException e) {
    String advice =
        e instanceof DiskFullException && policy.action() == Action.ARCHIVE
            ? "; free some space, or set action=delete in etc/solo.eventstore.retention.cfg"
            : "";
    return "nothing was taken out: " + e.getMessage() + advice;
  }

  /** Before all the work, and before it removes something. */
  private FileHolds.Hold alone() throws RetentionException, InterruptedException {
    return parts
        .holds
        .tryRemove("retention", parts.patience)
        .orElseThrow(() -> held(parts.holds.held()));
  }

  private static RetentionException held(List<String> held) {
    return new RetentionException(
        "the files are needed as they are now: %s; try again later"
            .formatted(String.join(", ", held)),
        null);
  }

  /** The newest checkpoint is read from disk; where it is too old, one is taken. */
  private Boundary behindACheckpoint(Boundary wanted) throws RetentionException {
    if (wanted.gone().isEmpty() || newestCheckpoint() >= wanted.through()) {
      return wanted;
    }
    progress.accept("taking a checkpoint");
    String failure = "";
    try {
      parts.checkpointer.take(SELF, "before old segments are taken out");
    } catch (IOException | EventStoreException e) {
      failure = ": " + e.getMessage();
    }
    long newest = newestCheckpoint();
    Boundary possible = wanted.upTo(newest, "the newest checkpoint is of event " + newest);
    if (possible.gone().isEmpty()) {
      throw new RetentionException(
          "no checkpoint can be taken, without which nothing goes" + failure, null);
    }
    return possible;
  }

  private long newestCheckpoint() {
    return parts.checkpoints.latest().map(found -> found.state().id()).orElse(0L);
  }

  private Event takeOut(Boundary boundary, long[] ids, Caller caller, String reason)
      throws IOException, RetentionException, InterruptedException {
    Removal removal = parts.door.journal().removal();
    progress.accept("keeping " + ids.length + " events of " + boundary.through());
    Removal.Prepared prepared = removal.prepare(boundary.through(), ids);
    boolean done = false;
    try {
      Failpoint.reach("retention.base");
      archive(boundary, removal);
      parts.witness.witness(prepared.takenOut());
      Failpoint.reach("retention.witnessed");
      try (FileHolds.Hold alone = alone()) {
        Event event = append(draft(boundary, prepared, caller, reason));
        Failpoint.reach("retention.told");
        commit(removal, prepared);
        done = true;
        Failpoint.reach("retention.committed");
        parts.door.tookOut();
        removeFiles(removal);
        return event;
      }
    } finally {
      if (!done) {
        removal.discard(prepared);
      }
    }
  }

  /** The log says that it was done: whether that is so the next start decides. */
  private static void commit(Removal removal, Removal.Prepared prepared) throws RetentionException {
    try {
      removal.commit(prepared);
    } catch (IOException e) {
      throw new RetentionException(
          "the log still has the events up to %d, and whether the next start has them is not known: %s"
              .formatted(prepared.through(), e.getMessage()),
          e);
    }
  }

  private void archive(Boundary boundary, Removal removal)
      throws IOException, InterruptedException {
    int count = 0;
    for (Full one : boundary.gone()) {
      if (policy.action() == Action.DELETE) {
        putAside(one, removal);
      } else if (Thread.interrupted()) {
        throw new InterruptedException("while segments were archived");
      } else {
        progress.accept("archiving segment %d of %d".formatted(++count, boundary.gone().size()));
        tellLeft(removal.archive(one, policy.archives()));
        Failpoint.reach("retention.archive");
      }
    }
  }

  /** An archive directory that is gone is no reason to keep what is to be deleted. */
  private void putAside(Full one, Removal removal) {
    try {
      tellLeft(removal.putAside(one, policy.archives()));
    } catch (IOException e) {
      parts.log.warn("archives in {} were not looked at: {}", policy.archives(), e.getMessage());
    }
  }

  private void tellLeft(List<Path> aside) {
    for (Path file : aside) {
      parts.log.warn(
          "An archive of a past that the log has left, by a restore, was put aside as {}", file);
    }
  }

  /** They are out; what cannot be removed now is tried again, and removed at the next start. */
  private void removeFiles(Removal removal) {
    try {
      int left = removal.removeFiles();
      if (left > 0) {
        parts.log.info("{} segments that were taken out are still read; they go later", left);
      }
    } catch (IOException e) {
      parts.log.warn("segments that were taken out are still there: {}", e.getMessage());
    }
  }

  private EventDraft draft(
      Boundary boundary, Removal.Prepared prepared, Caller caller, String reason) {
    Payload applied =
        new Payload.RetentionApplied(
            prepared.through(),
            FoldProof.hex(prepared.link()),
            prepared.sha256(),
            prepared.kept(),
            Policy.word(policy.action()),
            boundary.gone().size(),
            boundary.bytes());
    return EventDraft.ofSystem(caller, reason, 0, applied);
  }

  private Event append(EventDraft draft) throws RetentionException {
    try {
      return Durable.await(parts.events.append(draft));
    } catch (EventStoreException e) {
      throw new RetentionException(
          "nothing was taken out, since the log could not be told: " + e.getMessage(), e);
    }
  }
}
