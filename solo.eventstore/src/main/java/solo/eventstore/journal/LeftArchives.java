package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import solo.core.disk.AtomicFile;
import solo.core.disk.Disk;

/**
 * Archives of a past that the log has left, by a restore: the only copy of what was so then. They
 * are put aside where they are in the way of the log's own, under a name that no archive has.
 */
record LeftArchives(Path directory, Disk disk, UUID instance) {
  private static final int DIGITS = 8;

  /** The archives that begin within a segment, in the order of their ids. */
  List<Path> within(long firstId, long lastId) throws IOException {
    return disk.list(directory).stream()
        .filter(name -> isWithin(ArchiveFile.firstId(name).orElse(0), firstId, lastId))
        .map(directory::resolve)
        .toList();
  }

  private static boolean isWithin(long id, long firstId, long lastId) {
    return id >= firstId && id <= lastId;
  }

  /**
   * Puts aside those of some archives that are whole and of this log, but not of a segment; durable
   * when it returns.
   *
   * @param used what the segment's own archive has, unpacked
   * @return their new names
   */
  List<Path> putAside(List<Path> archives, byte[] used) throws IOException {
    List<Path> aside = new ArrayList<>();
    for (Path archive : archives) {
      if (isLeft(archive, used)) {
        aside.add(putAside(archive));
      }
    }
    if (!aside.isEmpty()) {
      disk.forceDirectory(directory);
    }
    return aside;
  }

  private boolean isLeft(Path archive, byte[] used) throws IOException {
    try {
      byte[] there = ArchiveFile.unpack(disk, archive);
      return ArchiveFile.header(archive, there).instance().equals(instance)
          && !Arrays.equals(there, used);
    } catch (DamagedJournalException e) {
      // nothing that could be read is lost with it
      return false;
    }
  }

  private Path putAside(Path archive) throws IOException {
    byte[] bytes = bytes(archive);
    Path aside = directory.resolve(ArchiveFile.asideName(archive, digits(bytes)));
    if (disk.exists(aside) && !Arrays.equals(bytes, bytes(aside))) {
      throw new IOException(aside + " is there already and is another one; move it away");
    }
    disk.rename(archive, aside);
    return aside;
  }

  private byte[] bytes(Path file) throws IOException {
    return AtomicFile.read(disk, file, ArchiveFile.LONGEST_PACKED);
  }

  private static String digits(byte[] bytes) {
    try {
      byte[] sha = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(sha).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
