package solo.shell.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.control.SocketFile;

public class SocketBindingTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void shl01_socketIsItsOwnersAlone() throws IOException {
    Path data = folder.getRoot().toPath();
    try (SocketBinding binding = SocketBinding.open(data)) {
      assertEquals(data.resolve("socket"), binding.socket());
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(binding.socket())));
      connect(data);
    }
    assertFalse(Files.exists(data.resolve("socket"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  public void staleSocketIsReplaced() throws IOException {
    Path data = folder.getRoot().toPath();
    ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    stale.bind(UnixDomainSocketAddress.of(data.resolve("socket")));
    stale.close();
    assertTrue(Files.exists(data.resolve("socket")));
    try (SocketBinding binding = SocketBinding.open(data)) {
      connect(data);
    }
  }

  @Test
  public void longNameIsALinkIntoAPrivateDirectoryWhichGoesToo() throws IOException {
    Path data = longDirectory();
    Path first;
    try (SocketBinding binding = SocketBinding.open(data)) {
      first = binding.socket();
      assertEquals(first, SocketFile.resolve(data));
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(first.getParent())));
      connect(data);
    }
    assertFalse(Files.exists(first.getParent()));
    assertFalse(Files.exists(data.resolve("socket"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  public void staleLinkIsReplacedWithWhatItNamed() throws IOException {
    Path data = longDirectory();
    SocketBinding killed = SocketBinding.open(data);
    killed.channel().close();
    try (SocketBinding binding = SocketBinding.open(data)) {
      assertFalse(Files.exists(killed.socket().getParent()));
      connect(data);
    }
  }

  @Test
  public void linkToSomewhereElseIsReplacedAndItsTargetStays() throws IOException {
    Path data = folder.newFolder("data").toPath();
    Path precious = folder.newFile("precious").toPath();
    Files.createSymbolicLink(data.resolve("socket"), precious);
    try (SocketBinding binding = SocketBinding.open(data)) {
      connect(data);
    }
    assertTrue(Files.exists(precious));
  }

  @Test
  public void whatIsNoSocketIsNotDeleted() throws IOException {
    Path data = folder.getRoot().toPath();
    Files.writeString(data.resolve("socket"), "precious");
    IOException refused = assertThrows(IOException.class, () -> SocketBinding.open(data));
    assertTrue(refused.getMessage(), refused.getMessage().contains("no socket"));
    assertEquals("precious", Files.readString(data.resolve("socket")));
  }

  private Path longDirectory() throws IOException {
    return Files.createDirectories(
        folder.getRoot().toPath().resolve("d".repeat(60)).resolve("é".repeat(30)));
  }

  private static void connect(Path data) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      assertTrue(channel.connect(UnixDomainSocketAddress.of(SocketFile.resolve(data))));
    }
  }
}
