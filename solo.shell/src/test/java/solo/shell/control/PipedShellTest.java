package solo.shell.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import solo.core.control.Frame;
import solo.core.control.FrameType;

/** A shell whose input is a pipe or a file. */
public class PipedShellTest {
  @Rule public final Timeout patience = new Timeout(2, TimeUnit.MINUTES);
  private ControlWorld world;

  @Before
  public void open() throws IOException {
    world = ControlWorld.temporary();
  }

  @After
  public void close() throws Exception {
    world.closeSocket();
    ControlWorld.awaitNoneServed();
    world.close();
  }

  @Test
  public void answersAreAllThatIsPrinted() throws IOException {
    pipes("services\n\n# a comment\nwhere", 0, "no services\n/tmp\n", "");
  }

  @Test
  public void statusIsThatOfTheLastCommandAndFailuresStopNothing() throws IOException {
    pipes("fail bad\nservices\n", 0, "no services\n", "bad\n");
    pipes("services\nwarn\n", 2, "no services\ncareful\n", "");
    pipes("services\nfail bad\n", 1, "no services\n", "bad\n");
    pipes("", 0, "", "");
  }

  @Test
  public void commandMaySpanLinesAndVariablesStay() throws IOException {
    pipes("x = {\n  7\n}\nfail \"got $(x)\"\n", 1, "7\n", "got 7\n");
  }

  @Test
  public void commandThatIsNeverWholeIsUsage() throws IOException {
    try (ControlPeer peer = piped("f = {\n  services\n")) {
      assertEquals(peer.err(), 64, peer.finish());
      assertEquals("", peer.out());
    }
  }

  @Test
  public void commandThatReadsGetsTheRest() throws IOException {
    pipes("cat\none\ntwo\n", 0, "> one\n> two\n", "");
  }

  @Test
  public void exitLeavesTheRest() throws IOException {
    pipes("warn\nexit\nfail never\n", 2, "careful\n", "");
  }

  @Test
  public void shl02_lineThatIsTooLongIsRefusedAndTheNextRuns() throws IOException {
    String why = "a line is longer than the 65536 bytes that are accepted\n";
    pipes("x".repeat(1 << 20) + "\nservices\n", 0, "no services\n", why);
  }

  @Test
  public void rec26_whatIsTooEarlyIsRefused() throws IOException {
    world.ready = false;
    try (ControlPeer peer = piped("solo:status\nservices\n")) {
      assertEquals(1, peer.finish());
      assertEquals("starting\n", peer.out());
      assertTrue(peer.err(), peer.err().startsWith("recovering"));
    }
  }

  @Test
  public void interruptEndsTheShell() throws Exception {
    try (ControlPeer peer = piped("hang\nservices\n")) {
      peer.writer.write(input(peer));
      peer.awaitOutput("begun");
      peer.writer.write(Frame.of(FrameType.INTERRUPT));
      assertEquals(130, peer.finish());
      assertTrue(peer.out(), !peer.out().contains("services"));
    }
  }

  @Test
  public void interruptEndsAShellThatWaitsForALine() throws Exception {
    try (ControlPeer peer = world.connect().greet().attach("")) {
      peer.reader.expect(FrameType.CREDIT);
      peer.writer.write(Frame.of(FrameType.INTERRUPT));
      assertEquals(130, peer.finish());
    }
  }

  private static Frame input(ControlPeer peer) throws IOException {
    peer.reader.expect(FrameType.CREDIT);
    return new Frame(FrameType.STDIN, peer.input);
  }

  private ControlPeer piped(String script) throws IOException {
    ControlPeer peer = world.connect().greet().attach("");
    peer.input = script.getBytes(StandardCharsets.UTF_8);
    return peer;
  }

  private void pipes(String script, int status, String out, String err) throws IOException {
    try (ControlPeer peer = piped(script)) {
      assertEquals(script + ": " + peer.err(), status, peer.finish());
      assertEquals(out, peer.out());
      assertEquals(err, peer.err());
    }
  }
}
