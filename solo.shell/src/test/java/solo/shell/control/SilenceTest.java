package solo.shell.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import solo.core.control.Frame;
import solo.core.control.FrameType;

/** Clients that connect and then say nothing. */
public class SilenceTest {
  @Rule public final Timeout patience = new Timeout(2, TimeUnit.MINUTES);
  private ControlWorld world;
  private final List<ControlPeer> peers = new ArrayList<>();

  @Before
  public void open() throws IOException {
    world = new ControlWorld(Files.createTempDirectory("sc"));
    world.silence = Duration.ofSeconds(1);
    world.open();
  }

  @After
  public void close() throws Exception {
    for (ControlPeer peer : peers) {
      peer.close();
    }
    world.close();
  }

  @Test
  public void silentClientIsToldAndHungUpOn() throws IOException {
    ControlPeer mute = silent();
    ControlPeer greeted = inTime(ControlPeer::greet);
    for (ControlPeer peer : List.of(mute, greeted)) {
      assertEquals(64, peer.finish());
      assertTrue(peer.err(), peer.err().contains("no command came"));
      assertTrue("closed", peer.reader.read().isEmpty());
    }
  }

  @Test
  public void silentClientsDoNotHoldThePlacesOfOthers() throws Exception {
    for (int i = 0; i < 2 * ControlSocket.MAX_CONNECTIONS; i++) {
      silent();
    }
    ControlWorld.awaitNoneServed();
    ControlPeer peer = inTime(next -> next.greet().start("whoami").shows("owner:"));
    assertEquals(peer.err(), 0, peer.finish());
  }

  @Test
  public void refusedClientThatStaysIsHungUpOn() throws Exception {
    ControlPeer peer = inTime(ControlPeer::greet);
    peer.writer.write(Frame.of(FrameType.HELLO));
    ControlWorld.awaitNoneServed();
    assertEquals(64, peer.finish());
  }

  @Test
  public void commandAndShellMayTakeLonger() throws Exception {
    ControlPeer command = inTime(peer -> peer.greet().start("hang").shows("begun"));
    ControlPeer shell = inTime(peer -> peer.greet().attach("xterm").shows("solo> "));
    silent().finish();
    shell.type("whoami\r").awaitOutput("owner:");
    command.writer.write(Frame.of(FrameType.INTERRUPT));
    assertEquals(130, command.finish());
  }

  private interface Start {
    ControlPeer of(ControlPeer peer) throws IOException;
  }

  /** Begins before the patience ends; a test that stands still so long is hung up on, too. */
  private ControlPeer inTime(Start start) throws IOException {
    while (true) {
      ControlPeer peer = silent();
      try {
        return start.of(peer);
      } catch (IOException | AssertionError e) {
        peer.close();
      }
    }
  }

  private ControlPeer silent() throws IOException {
    ControlPeer peer = world.connect();
    peers.add(peer);
    return peer;
  }
}
