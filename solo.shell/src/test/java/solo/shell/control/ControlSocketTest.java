package solo.shell.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import solo.core.control.Frame;
import solo.core.control.FrameType;
import solo.core.control.Hello;

/** What a client gets to see: answers, statuses, refusals. */
public class ControlSocketTest {
  private ControlWorld world;

  @Before
  public void open() throws IOException {
    world = ControlWorld.temporary();
  }

  @After
  public void close() throws IOException {
    world.close();
  }

  @Test
  public void whoIsRefusedAndDoesNotHangUpHoldsNoThreadsWithoutBound() throws IOException {
    List<ControlPeer> all = new ArrayList<>();
    try {
      for (int i = 0; i < ControlSocket.MAX_CONNECTIONS; i++) {
        all.add(world.connect().greet());
      }
      for (int i = 0; i < Listener.MOST_REFUSALS; i++) {
        ControlPeer refused = world.connect();
        all.add(refused);
        assertEquals(1, refused.finish());
      }
      try (ControlPeer more = world.connect()) {
        assertEquals(-1, more.channel.read(ByteBuffer.allocate(1)));
      }
    } finally {
      for (ControlPeer peer : all) {
        peer.close();
      }
    }
  }

  @Test
  public void resultIsPrintedAndTheCallerIsTheOwner() throws IOException {
    assertEquals("owner:" + System.getProperty("user.name") + "\n", does("whoami"));
  }

  @Test
  public void commandRunsWhereTheClientIs() throws IOException {
    assertEquals("/tmp\n", does("where"));
  }

  @Test
  public void failureIsItsMessageAndStatusOne() throws IOException {
    try (ControlPeer peer = run("fail 'no \u202esuch thing'")) {
      assertEquals(1, peer.finish());
      assertEquals("no \\u202esuch thing\n", peer.err());
      assertEquals("", peer.out());
    }
  }

  @Test
  public void resultMayNameItsOwnStatus() throws IOException {
    try (ControlPeer peer = run("warn")) {
      assertEquals(2, peer.finish());
      assertEquals("careful\n", peer.out());
    }
  }

  @Test
  public void whatIsNoCommandIsUsage() throws IOException {
    for (String line : List.of("nosuch", "whoami | (", "", "  ")) {
      try (ControlPeer peer = run(line)) {
        int status = peer.finish();
        assertEquals(line + ": " + peer.err(), 64, status);
        assertFalse(line, peer.err().isBlank());
      }
    }
  }

  @Test
  public void unknownCommandIsToldInPlainWords() throws IOException {
    try (ControlPeer peer = run("frobnicate x")) {
      assertEquals(64, peer.finish());
      assertEquals("there is no command frobnicate: help lists all\n", peer.err());
    }
  }

  @Test
  public void inputReachesTheCommandThatReadsIt() throws IOException {
    try (ControlPeer peer = run("cat")) {
      peer.input = "one\ntwo ü\n".getBytes("UTF-8");
      assertEquals(0, peer.finish());
      assertEquals("> one\n> two ü\n", peer.out());
    }
  }

  @Test
  public void windowIsTheSessionsSize() throws IOException {
    try (ControlPeer peer = world.connect().greet()) {
      peer.writer.write(Frame.window(120, 40));
      peer.start("columns");
      assertEquals(0, peer.finish());
      assertEquals("120x40\n", peer.out());
    }
  }

  @Test
  public void rec26_onlyLookingAndStoppingIsAnsweredBeforeReady() throws IOException {
    world.ready = false;
    assertEquals("starting\n", does("solo:status"));
    try (ControlPeer peer = run("whoami")) {
      assertEquals(1, peer.finish());
      assertTrue(peer.err(), peer.err().startsWith("recovering (7 of 100 services)"));
    }
    try (ControlPeer peer = run("report")) {
      assertEquals("not there yet", 64, peer.finish());
      assertTrue(peer.err(), peer.err().startsWith("recovering"));
    }
    world.ready = true;
    does("whoami");
  }

  @Test
  public void shl02_tenMegabytesAreABoundedErrorAndTheShellLives() throws IOException {
    try (ControlPeer peer = world.connect().greet()) {
      byte[] header =
          ByteBuffer.allocate(5).put((byte) FrameType.EXEC.code()).putInt(10 << 20).array();
      peer.raw(header);
      byte[] line = new byte[10 << 20];
      Arrays.fill(line, (byte) 'x');
      peer.raw(line);
      assertEquals(64, peer.finish());
      assertTrue(peer.err(), peer.err().length() < 200 && peer.err().contains("10485760"));
    }
    does("whoami");
  }

  @Test
  public void shl02_controlCharactersAreRefusedAndTheShellLives() throws IOException {
    for (String line : List.of("whoami\0", "\u001b[2Jwhoami", "\u0007", "who\u009bami")) {
      try (ControlPeer peer = run(line)) {
        assertEquals(64, peer.finish());
        assertTrue(peer.err(), peer.err().contains("control character"));
      }
    }
    does("whoami");
  }

  @Test
  public void shl02_strangersAndNonsenseAreRefusedAndTheShellLives() throws IOException {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[1 + random.nextInt(300)];
      random.nextBytes(bytes);
      try (ControlPeer peer = world.connect()) {
        if (random.nextBoolean()) {
          peer.greet();
        }
        peer.raw(bytes);
        peer.channel.shutdownOutput();
        assertEquals("seed " + seed, 64, peer.finish());
      }
    }
    does("whoami");
  }

  @Test
  public void otherProtocolVersionIsRefused() throws IOException {
    try (ControlPeer peer = world.connect()) {
      peer.writer.write(new Hello(4, 1, "4.0").frame());
      assertEquals(3, Hello.of(peer.reader.expect(FrameType.HELLO)).version());
      assertEquals(64, peer.finish());
      assertTrue(peer.err(), peer.err().contains("protocol version 4"));
    }
  }

  @Test
  public void framesOutOfPlaceAreRefused() throws IOException {
    for (Frame frame :
        List.of(
            Frame.of(FrameType.EXIT, 0),
            Frame.of(FrameType.CREDIT, 1),
            new Frame(FrameType.STDOUT, new byte[1]),
            new Frame(FrameType.STDIN, new byte[1]),
            Frame.of(FrameType.WINDOW),
            Frame.of(FrameType.HELLO))) {
      try (ControlPeer peer = world.connect().greet()) {
        peer.writer.write(frame);
        assertEquals(frame.toString(), 64, peer.finish());
      }
    }
  }

  @Test
  public void oneConnectionMoreThanTheLimitIsRefusedAndTheOthersGoOn() throws IOException {
    List<ControlPeer> peers = new ArrayList<>();
    try {
      for (int i = 0; i < ControlSocket.MAX_CONNECTIONS; i++) {
        peers.add(world.connect().greet());
      }
      try (ControlPeer peer = world.connect()) {
        assertEquals(1, peer.finish());
        assertTrue(peer.err(), peer.err().contains("64 commands"));
      }
      assertEquals(0, peers.get(0).start("whoami").finish());
    } finally {
      for (ControlPeer peer : peers) {
        peer.close();
      }
    }
  }

  @Test
  public void closedSocketIsGoneAndItsClientsWithIt() throws IOException {
    try (ControlPeer peer = world.connect().greet()) {
      world.closeSocket();
      assertEquals(java.util.Optional.empty(), peer.reader.read());
      assertThrows(IOException.class, () -> world.connect());
    }
  }

  private ControlPeer run(String command) throws IOException {
    return world.connect().greet().start(command);
  }

  private String does(String command) throws IOException {
    try (ControlPeer peer = run(command)) {
      assertEquals(peer.err(), 0, peer.finish());
      assertEquals("", peer.err());
      return peer.out();
    }
  }
}
