package solo.eventstore.backup;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import solo.core.disk.AtomicFile;
import solo.core.disk.Disk;
import solo.core.disk.DiskFullException;
import solo.core.disk.FileTrouble;
import solo.core.event.EventStoreException;
import solo.core.lifecycle.ExitCode;
import solo.core.tenant.Printable;
import solo.core.verify.Finding;
import solo.core.verify.Head.Mark;
import solo.eventstore.head.RestoredHead;
import solo.eventstore.journal.NewerFormatException;

/** The entry of {@code ./solo restore}, which the launcher calls by its name. For one thread. */
public final class Restore {
  /** As of a process that SIGINT ends; the launcher knows which signal it was. */
  static final int INTERRUPTED = 130;

  private static final int WARNING = 2;

  private final RestoreRequest request;
  private final Disk disk;
  private final Consumer<String> progress;
  private final Stop stop;

  Restore(RestoreRequest request, Disk disk, Consumer<String> progress) {
    this(request, disk, progress, Stop.NEVER);
  }

  Restore(RestoreRequest request, Disk disk, Consumer<String> progress, Stop stop) {
    this.request = request;
    this.disk = disk;
    this.progress = stop.over(progress);
    this.stop = stop;
  }

  /**
   * Makes a data directory of a backup. The caller removes what is left of the staging directory
   * where that did not become it.
   *
   * @param words {@code file}, {@code staging}, {@code data}, {@code state} and {@code deploy},
   *     absolute; {@code user}; {@code at} where it was given
   * @param progress told in words how far it is
   * @param stop whether to stop; true once, true for ever. Not asked any more once the data
   *     directory has its name
   * @return the exit status: 130 when it has stopped because it was asked to
   */
  public static int run(
      Map<String, String> words,
      PrintStream out,
      PrintStream err,
      Consumer<String> progress,
      BooleanSupplier stop) {
    return run(RestoreRequest.of(words), Disk.real(), out, err, progress, new Stop(stop));
  }

  static int run(
      RestoreRequest request,
      Disk disk,
      PrintStream out,
      PrintStream err,
      Consumer<String> progress,
      Stop stop) {
    Restored restored;
    try {
      restored = new Restore(request, disk, progress, stop).run();
    } catch (RefusedException | IOException | RuntimeException e) {
      // what was asked to stop may fail in any way
      return stop.isAsked()
          ? tell(err, INTERRUPTED, "interrupted")
          : tell(err, code(e).status(), reason(e));
    }
    new RestoreReport(request, restored).print(out);
    return status(restored);
  }

  private static ExitCode code(Exception failure) {
    if (failure instanceof RefusedException refused) {
      return refused.code();
    }
    return failure instanceof NewerFormatException
        ? ExitCode.BAD_CONFIGURATION
        : ExitCode.IO_FAILURE;
  }

  private static String reason(Exception failure) {
    if (failure instanceof RefusedException || failure instanceof NewerFormatException) {
      return failure.getMessage();
    }
    if (failure instanceof FileSystemException file && file.getFile() != null) {
      return FileTrouble.writing(Path.of(file.getFile()), file);
    }
    boolean said = failure instanceof DiskFullException;
    return "the backup cannot be restored: " + (said ? failure.getMessage() : failure);
  }

  static int status(Restored restored) {
    boolean well = restored.findings().isEmpty() && restored.headTrouble().isEmpty();
    return well ? ExitCode.OK.status() : WARNING;
  }

  private static int tell(PrintStream err, int status, String message) {
    err.println("solo: %s; nothing was restored".formatted(Printable.escape(message)));
    return status;
  }

  /**
   * What is there now.
   *
   * @param findings what is to be looked at, none of which keeps the container from its work
   * @param formerHead where the head before is
   * @param headTrouble why there is no new head, empty where there is
   */
  record Restored(
      Manifest manifest,
      RestoredLog.Last last,
      RestoredLog.Counts counts,
      List<Finding> findings,
      Optional<Path> formerHead,
      String headTrouble) {}

  Restored run() throws IOException, RefusedException {
    stop.check();
    try (BackupFile backup = BackupFile.open(request.file(), progress)) {
      if (request.at().isPresent()) {
        requirePossible(request.at().getAsLong(), backup.manifest());
      }
      requireRoom(backup.bytes());
      extract(backup);
      RestoredLog log = new RestoredLog(request, disk, backup.manifest(), progress, stop);
      log.prove();
      if (request.at().isPresent()) {
        log.cutBehind(request.at().getAsLong());
      }
      RestoredLog.Counts counts = log.fold();
      RestoredLog.Last last = log.tell(backup.sha256());
      Examined examined = log.examine();
      distrustDeployDirectory();
      publish();
      RestoredLog.Counts known =
          new RestoredLog.Counts(counts.events(), examined.facts(counts.facts()));
      return headed(backup.manifest(), last, known, examined.findings());
    }
  }

  private static void requirePossible(long at, Manifest manifest) throws RefusedException {
    long takenOut = manifest.takenOut();
    if (at <= takenOut || at > manifest.lastId()) {
      throw new RefusedException(
          ExitCode.USAGE,
          "this backup cannot go back to event %d: it has %d to %d%s; solo:events tells what each is"
              .formatted(
                  at,
                  takenOut + 1,
                  manifest.lastId(),
                  takenOut > 0 ? ", retention took out what was before" : ""));
    }
  }

  private void requireRoom(long bytes) throws IOException {
    long room = Files.getFileStore(request.staging()).getUsableSpace();
    if (bytes > room) {
      throw new DiskFullException(
          "%d MB are needed beside %s, and %d MB are free: free some space, then try again"
              .formatted(bytes >> 20, request.data(), room >> 20),
          null);
    }
  }

  private void extract(BackupFile backup) throws IOException, RefusedException {
    int done = 0;
    for (Manifest.Stored file : backup.manifest().files()) {
      progress.accept(
          "unpacking: %d of %d files".formatted(++done, backup.manifest().files().size()));
      Path target = request.staging().resolve(file.name());
      disk.createDirectories(target.getParent());
      try (Unpacked unpacked = new Unpacked(disk.createPrivate(target))) {
        backup.read(
            file,
            (from, length) -> {
              stop.check();
              unpacked.write(from, length);
            });
        unpacked.force();
      }
      if (Names.isArtifact(file.name())) {
        target.toFile().setReadOnly();
      }
    }
    for (String name : disk.list(request.staging())) {
      Path directory = request.staging().resolve(name);
      if (Files.isDirectory(directory)) {
        disk.forceDirectory(directory);
      }
    }
  }

  /**
   * A file that is not in the deploy directory here was not removed by anybody: so the directory is
   * told to be on another device than before, and absence kills nothing.
   */
  private void distrustDeployDirectory() throws IOException {
    AtomicFile.write(
        disk,
        request.staging().resolve("directory.properties"),
        "device.=0\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  private void publish() throws IOException, RefusedException {
    progress.accept("forcing");
    disk.forceDirectory(request.staging());
    Failpoint.reach("restore.staged");
    stop.check();
    try {
      // the last moment to stop: from here on it is restored, and says so
      Files.move(request.staging(), request.data(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new RefusedException(
          ExitCode.BAD_CONFIGURATION,
          "%s cannot become %s, which has to be missing or empty and no mount point: %s"
              .formatted(request.staging(), request.data(), e.getMessage()));
    }
  }

  private Restored headed(
      Manifest manifest, RestoredLog.Last last, RestoredLog.Counts counts, List<Finding> findings) {
    try {
      // it is there already, whatever fails from here on
      disk.forceDirectory(request.data().getParent());
      Failpoint.reach("restore.renamed");
      Mark mark = new Mark(manifest.instance(), last.end().id(), last.end().link());
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      Optional<Path> former = RestoredHead.set(request.state(), disk, mark, now);
      return new Restored(manifest, last, counts, findings, former, "");
    } catch (IOException | EventStoreException e) {
      return new Restored(manifest, last, counts, findings, Optional.empty(), e.toString());
    }
  }
}
