package solo.core.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the control socket of a data directory is: {@code <data>/socket}, or what that symbolic
 * link points to where the name is too long for a socket's address.
 */
public final class SocketFile {
  /** Java takes no longer name of a socket, in bytes. */
  public static final int MAX_BYTES = 106;

  private SocketFile() {}

  /** The name in the data directory, a socket or a link to one. */
  public static Path in(Path data) {
    return data.resolve("socket");
  }

  /** Whether a socket can have the name. */
  public static boolean fits(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  /** What to connect to; it need not exist. */
  public static Path resolve(Path data) throws IOException {
    Path name = in(data);
    return Files.isSymbolicLink(name) ? Files.readSymbolicLink(name) : name;
  }
}
