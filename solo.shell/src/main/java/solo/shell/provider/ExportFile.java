package solo.shell.provider;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import solo.core.disk.Disk;
import solo.core.disk.FileTrouble;

/** An export in a file: not there before it is whole and durable, and for nobody but its owner. */
final class ExportFile {
  /**
   * What was written.
   *
   * @param sha256 of the file, 64 hex digits
   */
  record Written(long events, long bytes, String sha256) {}

  private ExportFile() {}

  static Written write(EventExport export, Path file) throws CommandException, IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new CommandException(file + " is there already: name another file");
    }
    if (!Files.isDirectory(file.getParent())) {
      throw new CommandException("there is no directory " + file.getParent());
    }
    // of its own: two exports to one name must not write into each other's
    Path part = file.resolveSibling(".%s.%s.part".formatted(file.getFileName(), UUID.randomUUID()));
    try {
      Written written = fill(export, part);
      Files.createLink(file, part);
      Disk.real().forceDirectory(file.getParent());
      return written;
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(e.getMessage() + " is there already: name another file");
    } catch (IOException e) {
      throw new IOException(FileTrouble.writing(file, e), e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Written fill(EventExport export, Path part) throws CommandException, IOException {
    Files.createFile(
        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    MessageDigest sha = sha256();
    // not by a channel, which an interrupt would close before the export says so itself
    try (FileOutputStream file = new FileOutputStream(part.toFile());
        OutputStream out = new DigestOutputStream(new BufferedOutputStream(file, 1 << 16), sha)) {
      export.write(out::write);
      out.flush();
      file.getFD().sync();
    }
    String digest = HexFormat.of().formatHex(sha.digest());
    return new Written(export.events(), Files.size(part), digest);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
