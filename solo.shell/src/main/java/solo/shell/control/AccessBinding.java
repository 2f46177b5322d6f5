package solo.shell.control;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import solo.core.control.SocketFile;

/**
 * The access socket and its name in the file system: mode 0660, with the group that was named. A
 * stale one is replaced, one that somebody listens on is not.
 */
final class AccessBinding implements Closeable {
  private static final int TYPE = 0170000;
  private static final int SOCKET = 0140000;
  private static final int OTHERS_WRITE = 0002;
  private static final int STICKY = 01000;

  private final Path socket;
  private final ServerSocketChannel channel;

  private AccessBinding(Path socket, ServerSocketChannel channel) {
    this.socket = socket;
    this.channel = channel;
  }

  /**
   * Listens; until its group and mode are set nobody else can connect.
   *
   * @param group empty to leave it
   * @throws IOException with what is wrong and what to do
   */
  static AccessBinding open(String path, String group) throws IOException {
    Path socket = usable(path);
    GroupPrincipal wanted = group.isEmpty() ? null : find(group);
    removeStale(socket);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      if (wanted != null) {
        assign(socket, wanted);
      }
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
      return new AccessBinding(socket, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  Path socket() {
    return socket;
  }

  ServerSocketChannel channel() {
    return channel;
  }

  /** The user that the container runs as. */
  UserPrincipal owner() throws IOException {
    return Files.getOwner(socket);
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(socket);
  }

  private static Path usable(String name) throws IOException {
    try {
      Path socket = Path.of(name);
      if (!socket.isAbsolute()) {
        throw new IOException("socket=%s is not absolute".formatted(name));
      }
      if (!SocketFile.fits(socket)) {
        throw new IOException(
            "socket=%s is too long: a socket's name has %d bytes at most"
                .formatted(name, SocketFile.MAX_BYTES));
      }
      requireSafe(socket.getParent());
      return socket;
    } catch (InvalidPathException e) {
      throw new IOException("socket=%s is no path: %s".formatted(name, e.getReason()), e);
    }
  }

  /** Who can put another socket in its place is shown the tokens of all. */
  private static void requireSafe(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException(
          "there is no directory %s for the socket: make it".formatted(directory));
    }
    int mode = (int) Files.getAttribute(directory, "unix:mode");
    if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
      throw new IOException(
          "everybody may write to %s and put another socket in its place: chmod o-w it"
              .formatted(directory));
    }
  }

  private static GroupPrincipal find(String group) throws IOException {
    try {
      return Path.of("/")
          .getFileSystem()
          .getUserPrincipalLookupService()
          .lookupPrincipalByGroupName(group);
    } catch (UserPrincipalNotFoundException e) {
      throw new IOException("group=%s: there is no such group".formatted(group), e);
    }
  }

  private static void assign(Path socket, GroupPrincipal group) throws IOException {
    try {
      Files.getFileAttributeView(socket, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setGroup(group);
    } catch (IOException e) {
      Files.deleteIfExists(socket);
      throw new IOException(
          "group=%s cannot be given to the socket: the user of the container has to be a member of it (%s)"
              .formatted(group.getName(), e.getMessage()),
          e);
    }
  }

  private static void removeStale(Path socket) throws IOException {
    if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    int mode = (int) Files.getAttribute(socket, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if ((mode & TYPE) != SOCKET) {
      throw new IOException("%s is there and no socket: move it away".formatted(socket));
    }
    if (answers(socket)) {
      throw new IOException(
          "another process listens on %s: give each container a socket of its own"
              .formatted(socket));
    }
    Files.delete(socket);
  }

  private static boolean answers(Path socket) {
    try (SocketChannel other = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return other.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      return false;
    }
  }
}
