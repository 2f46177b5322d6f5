package solo.eventstore.backup;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import solo.core.backup.BackupPart;
import solo.core.backup.Backups;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.disk.Disk;
import solo.core.event.Durable;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.lifecycle.Directories;
import solo.core.retention.FileHolds;
import solo.eventstore.journal.ReadableJournal;

/** Each backup is one zip file, see {@code docs/formats/backup.md}. */
@Component
public final class ZippedBackups implements Backups {

  /**
   * What it works with.
   *
   * @param data the data directory
   * @param disk of the backup's own file
   * @param solo the version, for the manifest
   */
  record Setup(
      EventStore events,
      ReadableJournal journal,
      FileHolds holds,
      Path data,
      Disk disk,
      BackupTarget.Privacy privacy,
      String solo,
      Logger logger) {}

  /** Without these nothing would run, and no secret could be read. */
  private static final List<String> REQUIRED = List.of("artifacts", "keyring");

  private final Setup setup;
  private final AtomicReference<Path> writing = new AtomicReference<>();

  /** What cannot be derived; more may come and go. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile List<BackupPart> parts = List.of();

  /** Got when it is needed only: it comes after the log. */
  @Reference(
      service = Authorization.class,
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC)
  volatile ComponentServiceObjects<Authorization> authorization;

  /** Backups of a container's log and what belongs to it. */
  @Activate
  public ZippedBackups(
      BundleContext context,
      @Reference EventStore events,
      @Reference ReadableJournal journal,
      @Reference FileHolds holds,
      @Reference Directories directories,
      @Reference(service = LoggerFactory.class) Logger logger) {
    this(
        new Setup(
            events,
            journal,
            holds,
            directories.data(),
            Disk.real(),
            ZippedBackups::ownersAlone,
            context.getBundle().getVersion().toString(),
            logger));
  }

  ZippedBackups(Setup setup) {
    this.setup = setup;
  }

  private static void ownersAlone(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @Override
  public Backup write(Path file, Caller caller, String reason, Consumer<String> progress)
      throws IOException, InterruptedException {
    requireAdmin(caller);
    return writeAllowed(file, caller, reason, progress);
  }

  private void requireAdmin(Caller caller) {
    ComponentServiceObjects<Authorization> objects = authorization;
    if (objects == null) {
      throw new IllegalStateException("nobody is there yet who knows who may back up; try again");
    }
    Authorization service = objects.getService();
    try {
      service.require(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
    } finally {
      objects.ungetService(service);
    }
  }

  /** For who may. */
  Backup writeAllowed(Path file, Caller caller, String reason, Consumer<String> progress)
      throws IOException, InterruptedException {
    BackupTarget target = BackupTarget.of(file, setup.data());
    List<BackupPart> all = allParts();
    if (!writing.compareAndSet(null, file)) {
      throw new IllegalStateException(
          "a backup to %s is being written: one at a time".formatted(writing.get()));
    }
    try {
      Telling telling = new Telling(caller, reason, leftovers(target));
      try (FileHolds.Hold hold = setup.holds().hold("a backup to " + file)) {
        return write(target, all, telling, progress);
      } catch (InterruptedIOException e) {
        Thread.interrupted();
        throw new InterruptedException("interrupted: there is no backup " + file);
      }
    } finally {
      writing.set(null);
    }
  }

  private record Telling(Caller caller, String reason, List<Path> leftovers) {}

  /** What begins with all parts ends with them: each is whole though its service goes. */
  private List<BackupPart> allParts() {
    List<BackupPart> all = List.copyOf(parts);
    for (String name : REQUIRED) {
      if (all.stream().noneMatch(part -> part.name().equals(name))) {
        throw new IllegalStateException(
            "the part of the container that knows the %s is not there, and a backup without it restores to less; 'health' says why; try again"
                .formatted(name));
      }
    }
    return all;
  }

  private Backup write(
      BackupTarget target, List<BackupPart> all, Telling telling, Consumer<String> progress)
      throws IOException {
    BackupRun run = new BackupRun(setup, all, progress);
    try {
      BackupRun.Written written = run.write(target);
      Failpoint.reach("backup.part");
      target.publish(setup.disk());
      Failpoint.reach("backup.renamed");
      return told(target.file(), written, telling);
    } catch (RuntimeException e) {
      target.discard(setup.disk(), e);
      throw e;
    } catch (IOException e) {
      target.discard(setup.disk(), e);
      throw target.inWords(e);
    }
  }

  private Backup told(Path file, BackupRun.Written written, Telling telling) throws IOException {
    Manifest manifest = written.manifest();
    Payload created =
        new Payload.BackupCreated(
            file.toString(),
            written.sha256(),
            manifest.lastId(),
            manifest.link(),
            written.bytes(),
            manifest.artifacts());
    try {
      Event event =
          Durable.await(
              setup
                  .events()
                  .append(EventDraft.ofSystem(telling.caller(), telling.reason(), 0, created)));
      setup.logger().info("Backup {} up to event {}", file, manifest.lastId());
      return new Backup(
          file,
          written.sha256(),
          manifest.lastId(),
          manifest.link(),
          written.bytes(),
          manifest.artifacts(),
          event.id(),
          telling.leftovers());
    } catch (EventStoreException e) {
      setup.disk().delete(file);
      throw new IOException("the log could not be told of the backup: " + e.getMessage(), e);
    }
  }

  private List<Path> leftovers(BackupTarget target) throws IOException {
    List<Path> leftovers =
        target.leftovers(setup.disk()).stream().map(target.file()::resolveSibling).toList();
    for (Path leftover : leftovers) {
      setup.logger().warn("{} is of a backup that was cut short: remove it if none runs", leftover);
    }
    return leftovers;
  }
}
