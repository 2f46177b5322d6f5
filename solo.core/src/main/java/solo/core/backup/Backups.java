package solo.core.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import solo.core.capability.Caller;

/** Backups of the running container. Safe for use by many threads; one backup at a time. */
@ProviderType
public interface Backups {

  /**
   * A backup that is on disk.
   *
   * @param file absolute
   * @param sha256 of the file, 64 hex digits
   * @param atId the last event in it
   * @param link of that event, 64 hex digits
   * @param bytes of the file
   * @param artifacts how many are in it
   * @param eventId the event {@code backup_created}, which is not in it
   * @param leftovers unfinished files in the same directory, of backups that were cut short or that
   *     another container writes; absolute, empty where there is none
   */
  record Backup(
      Path file,
      String sha256,
      long atId,
      String link,
      long bytes,
      int artifacts,
      long eventId,
      List<Path> leftovers) {
    /** What cannot be changed. */
    public Backup {
      leftovers = List.copyOf(leftovers);
    }
  }

  /**
   * Writes one: the log up to the last event acknowledged at the call, every artifact that it
   * names, the keyring as it is, with its keys still wrapped. Deploys and everything else go on
   * meanwhile. The file is under another name until it was read back and is whole; it is durable
   * when this returns, and a process that dies before leaves nothing under its name.
   *
   * @param file absolute, on this machine; must not exist
   * @param progress told in words how far it is
   * @throws IOException when it could not be written; there is no such file then. A full disk is
   *     said as such
   * @throws IllegalStateException while another backup is written
   * @throws solo.core.capability.AccessDeniedException when the caller may not
   */
  Backup write(Path file, Caller caller, String reason, Consumer<String> progress)
      throws IOException, InterruptedException;
}
