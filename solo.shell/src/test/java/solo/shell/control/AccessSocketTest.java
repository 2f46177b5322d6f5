package solo.shell.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import solo.core.control.Attachment;
import solo.core.control.Credential;
import solo.core.control.Execution;
import solo.core.control.Frame;
import solo.core.control.FrameType;

/** The socket where nobody is anybody without a token. */
public class AccessSocketTest {
  @Rule public final Timeout patience = new Timeout(1, TimeUnit.MINUTES);
  private final List<String> exits = new ArrayList<>();
  private ControlWorld world;
  private Path socket;
  private AccessSocket access;

  @Before
  public void open() throws IOException {
    world = ControlWorld.temporary();
    socket = world.data.resolve("access");
  }

  @After
  public void close() throws Exception {
    if (access != null) {
      access.close();
    }
    world.closeSocket();
    ControlWorld.awaitNoneServed();
    world.close();
  }

  @Test
  public void withoutASocketThereIsNone() {
    listen("", "");
    assertFalse(Files.exists(socket));
    access.close();
  }

  @Test
  public void socketIsForOwnerAndGroupAndGoneAtTheEnd() throws IOException {
    listen(socket.toString(), Files.readAttributes(world.data, "posix:group").get("group") + "");
    assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    access.close();
    assertFalse(Files.exists(socket));
  }

  @Test
  public void tokenGivesItsSessionAndNothingElse() throws IOException {
    listen(socket.toString(), "");
    try (ControlPeer peer = enter(FakeTokens.TOKEN).start("whoami")) {
      assertEquals(peer.err(), 0, peer.finish());
      assertEquals("token:k3Jd9sLq0ZxP\n", peer.out());
    }
    try (ControlPeer peer = enter("wrong").start("whoami")) {
      assertEquals(1, peer.finish());
      assertEquals("the token is not valid for this\n", peer.err());
    }
  }

  @Test
  public void ownerOfTheContainerNeedsATokenTooHere() throws IOException {
    listen(socket.toString(), "");
    for (Frame frame :
        List.of(
            new Execution("/tmp", "status").frame(),
            new Attachment("", "UTF-8", 0, 0, "/tmp").frame(),
            new Attachment("ansi", "UTF-8", 80, 24, "/tmp").frame(),
            Frame.window(80, 24),
            Frame.of(FrameType.INTERRUPT),
            Frame.of(FrameType.STDIN_END),
            Frame.of(FrameType.EXIT, 0))) {
      try (ControlPeer peer = ControlPeer.at(socket).greet()) {
        peer.writer.write(frame);
        assertEquals(frame.toString(), 1, peer.finish());
        assertEquals("", peer.out());
        assertTrue(peer.err(), peer.err().startsWith("a token is needed"));
      }
    }
  }

  @Test
  public void placesAreBounded() throws IOException {
    listen(socket.toString(), "");
    List<ControlPeer> all = new ArrayList<>();
    try {
      for (int i = 0; i < AccessSocket.MAX_CONNECTIONS; i++) {
        all.add(ControlPeer.at(socket).greet());
      }
      try (ControlPeer more = ControlPeer.at(socket)) {
        assertEquals(1, more.finish());
        assertTrue(more.err(), more.err().contains("served at the access socket"));
      }
    } finally {
      for (ControlPeer peer : all) {
        peer.close();
      }
    }
  }

  @Test
  public void staleSocketIsReplaced() throws IOException {
    try (ServerSocketChannel old = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      old.bind(UnixDomainSocketAddress.of(socket));
    }
    assertTrue(Files.exists(socket));
    listen(socket.toString(), "");
    try (ControlPeer peer = enter(FakeTokens.TOKEN).start("whoami")) {
      assertEquals(0, peer.finish());
    }
  }

  @Test
  public void whatCannotBeIsSaidAndEndsTheProcess() throws IOException {
    Path file = Files.writeString(world.data.resolve("file"), "mine");
    refuses(file.toString(), "", "is there and no socket");
    assertEquals("mine", Files.readString(file));
    refuses("here", "", "is not absolute");
    refuses("/tmp/" + "x".repeat(120), "", "too long");
    refuses(world.data + "/no/socket", "", "there is no directory");
    refuses(socket.toString(), "no-such-group-here", "there is no such group");
    assertFalse(Files.exists(socket));
    Path open = Files.createDirectory(world.data.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    refuses(open.resolve("s").toString(), "", "everybody may write");
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(socket));
      refuses(socket.toString(), "", "another process listens");
    }
  }

  private void listen(String path, String group) {
    access = access(path, group);
    assertEquals(List.of(), exits);
  }

  private AccessSocket access(String path, String group) {
    return new AccessSocket(
        new AccessSocket.Place(path, group),
        world.runner(),
        (code, reason) -> exits.add(code.status() + " " + reason),
        ControlWorld.silent());
  }

  private void refuses(String path, String group, String why) {
    exits.clear();
    assertThrows(IllegalStateException.class, () -> access(path, group));
    assertTrue(exits.toString(), exits.get(0).startsWith("78 etc/solo.shell.access.cfg: "));
    assertTrue(exits.toString(), exits.get(0).contains(why));
  }

  private ControlPeer enter(String token) throws IOException {
    ControlPeer peer = ControlPeer.at(socket).greet();
    peer.writer.write(new Credential(token).frame());
    return peer;
  }
}
