package solo.shell.control;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import solo.core.control.SocketFile;

/**
 * The listening socket and its name in the file system. A name too long for a socket's address goes
 * to a fresh directory of the owner's under the temporary directory, and {@code data/socket}
 * becomes a link to it. The caller holds the lock of the data directory: what is there already is
 * stale.
 */
final class SocketBinding implements Closeable {
  private static final String PREFIX = "solo-";

  private final Path name;
  private final Path socket;
  private final ServerSocketChannel channel;

  private SocketBinding(Path name, Path socket) throws IOException {
    this.name = name;
    this.socket = socket;
    channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Listens; returns with the socket in place. */
  static SocketBinding open(Path data) throws IOException {
    Path name = SocketFile.in(data);
    removeStale(name);
    if (SocketFile.fits(name)) {
      return new SocketBinding(name, name);
    }
    Path directory = Files.createTempDirectory(PREFIX);
    SocketBinding binding = new SocketBinding(name, directory.resolve("socket"));
    Files.createSymbolicLink(name, binding.socket);
    return binding;
  }

  ServerSocketChannel channel() {
    return channel;
  }

  /** Where it listens. */
  Path socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    remove(name);
  }

  private static void removeStale(Path name) throws IOException {
    if (Files.isRegularFile(name, LinkOption.NOFOLLOW_LINKS)
        || Files.isDirectory(name, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(name + " is no socket: move it out of the data directory");
    }
    remove(name);
  }

  /** A link goes together with what it names, where that is a directory made here. */
  private static void remove(Path name) throws IOException {
    if (Files.isSymbolicLink(name)) {
      Path target = Files.readSymbolicLink(name);
      Path directory = target.getParent();
      if (directory != null && directory.getFileName().toString().startsWith(PREFIX)) {
        Files.deleteIfExists(target);
        Files.deleteIfExists(directory);
      }
    }
    Files.deleteIfExists(name);
  }
}
