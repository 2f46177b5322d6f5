package solo.eventstore.backup;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What is in a backup.
 *
 * @param solo the version that wrote it
 * @param instance the log's own id
 * @param lastId its last event
 * @param link of that event, 64 hex digits
 * @param lastTime of that event
 * @param created when the backup was written
 * @param files all but the manifest, in the order of the archive
 */
record Manifest(
    String solo,
    UUID instance,
    long lastId,
    String link,
    Instant lastTime,
    Instant created,
    List<Stored> files) {
  /** The format that is written, and the newest that is read. */
  static final int FORMAT = 1;

  Manifest {
    files = List.copyOf(files);
  }

  /**
   * One file.
   *
   * @param bytes how long it is
   * @param sha256 64 hex digits
   */
  record Stored(String name, long bytes, String sha256) {}

  /** How many artifacts are in it. */
  int artifacts() {
    return (int) files.stream().filter(file -> Names.isArtifact(file.name())).count();
  }

  /** The last id that retention took out of the log, 0 where it took none. */
  long takenOut() {
    return files.stream()
        .map(Stored::name)
        .filter(name -> name.endsWith(".base"))
        .map(name -> name.substring(Names.EVENTS.length(), name.lastIndexOf('.')))
        .mapToLong(Names::id)
        .max()
        .orElse(0);
  }
}
