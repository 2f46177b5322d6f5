package solo.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import solo.core.control.Credential;
import solo.core.lifecycle.ExitCode;

/** A file that holds a token, on its first line. */
final class TokenFile {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private TokenFile() {}

  /**
   * Reads it.
   *
   * @throws LaunchException when it is not its owner's alone, or holds no token; without the text
   */
  static Credential read(Path file) throws LaunchException {
    try {
      if (!Files.isRegularFile(file)) {
        throw unusable("there is no token file " + file);
      }
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (OTHERS.stream().anyMatch(mode::contains)) {
        throw unusable("others may read or write the token file %s: chmod 600 it".formatted(file));
      }
      return new Credential(firstLine(file));
    } catch (IOException e) {
      throw unusable("the token file %s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  private static String firstLine(Path file) throws IOException, LaunchException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] begin = in.readNBytes(Credential.MAX_BYTES + 2);
      String line =
          new String(begin, StandardCharsets.UTF_8).lines().findFirst().orElse("").strip();
      if (line.isEmpty() || line.getBytes(StandardCharsets.UTF_8).length > Credential.MAX_BYTES) {
        throw unusable(
            "the token file %s holds no token: expected one on its first line".formatted(file));
      }
      return line;
    }
  }

  /** Without a word of the help, which says nothing of files. */
  private static LaunchException unusable(String message) {
    return new LaunchException(ExitCode.USAGE, message);
  }
}
