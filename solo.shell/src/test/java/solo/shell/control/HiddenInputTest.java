package solo.shell.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
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

/** What a command reads and nobody is to see. */
public class HiddenInputTest {
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
  public void pipeIsReadToItsEndWithoutTheLineEndBehindIt() throws IOException {
    pipes("hush", "[hush]\n");
    pipes("hush\n", "[hush]\n");
    pipes("hush\r\n", "[hush]\n");
    pipes("", "[]\n");
    pipes("\n", "[]\n");
    pipes("0123456789\r\n", "[0123456789]\n");
    pipes("grün", "[grün]\n");
  }

  /** A key file or bytes would be others without the last of them. */
  @Test
  public void pipeOfMoreThanOneLineOfTextIsKeptAsItIs() throws IOException {
    pipes("a\nb\n\n", "[a\nb\n\n]\n");
    pipes("\u0001\n", "[\u0001\n]\n");
    pipes("a\rb\r\n", "[a\rb\r\n]\n");
  }

  @Test
  public void moreThanIsTakenIsRefusedAndNotCut() throws IOException {
    refuses("0123456789a", "the input is longer than 10 bytes\n");
    refuses("0123456789\n\n", "the input is longer than 10 bytes\n");
    refuses("0123456789\nabcdefghijklmnop", "the input is longer than 10 bytes\n");
    refuses("x".repeat(200_000), "the input is longer than 10 bytes\n");
  }

  @Test
  public void pipeOfTheShellsLanguageIsAPipe() throws IOException {
    try (ControlPeer peer = world.connect().greet()) {
      peer.writer.write(Frame.of(FrameType.TYPED));
      peer.start("where | secret");
      assertEquals(peer.err(), 0, peer.finish());
      assertEquals("[/tmp]\n", peer.out());
    }
  }

  @Test
  public void clientWithATerminalHidesOneLine() throws IOException {
    try (ControlPeer peer = world.connect().greet()) {
      peer.writer.write(Frame.of(FrameType.TYPED));
      peer.input = "hush\nnot this\n".getBytes(StandardCharsets.UTF_8);
      peer.start("secret");
      assertEquals(0, peer.finish());
      assertEquals("[hush]\n", peer.out());
      assertEquals("<off>secret: \n<on>", peer.err());
    }
  }

  /** The command's own last words may come behind: it ends by itself. */
  @Test
  public void promptCanBeInterrupted() throws IOException {
    try (ControlPeer peer = world.connect().greet()) {
      peer.writer.write(Frame.of(FrameType.TYPED));
      peer.start("secret");
      FrameType type = FrameType.HELLO;
      while (type != FrameType.CREDIT) {
        type = peer.reader.read().orElseThrow().type();
      }
      peer.writer.write(Frame.of(FrameType.INTERRUPT));
      assertEquals(130, peer.finish());
      assertTrue(peer.err(), peer.err().contains("interrupted\n"));
    }
  }

  @Test
  public void onlyBeforeTheCommandAClientSaysThatItIsTyped() throws IOException {
    try (ControlPeer peer = world.connect().greet()) {
      peer.start("hang");
      peer.awaitOutput("begun");
      peer.writer.write(Frame.of(FrameType.TYPED));
      assertEquals(64, peer.finish());
    }
  }

  @Test
  public void scriptGivesItAsTheNextLine() throws IOException {
    try (ControlPeer peer = world.connect().greet().attach("")) {
      peer.input = "secret\nhush\nservices\n".getBytes(StandardCharsets.UTF_8);
      assertEquals(0, peer.finish());
      assertEquals("[hush]\nno services\n", peer.out());
      assertEquals("", peer.err());
    }
  }

  @Test
  public void terminalShowsNothingOfItAndTheHistoryHasNothing() throws IOException {
    try (ControlPeer peer = world.connect().greet().attach("ansi")) {
      peer.awaitOutput("solo> ");
      peer.type("secret\r").awaitOutput("secret: ");
      peer.type("hXX\b\177\u0015hush\r").awaitOutput("[hush]");
      assertFalse(peer.out(), peer.out().contains("h\b") || peer.out().startsWith("h"));
      peer.awaitOutput("solo> ");
      peer.type("\u0010").awaitOutput("secret");
      assertFalse(peer.out(), peer.out().contains("hush"));
    }
  }

  /** Again and again: a command that was given up may still be about to read. */
  @Test
  public void interruptAtThePromptOfATerminalLeavesToTheNextWhatIsTypedAndShowsIt()
      throws IOException {
    for (int i = 0; i < 30; i++) {
      try (ControlPeer peer = world.connect().greet().attach("ansi")) {
        peer.awaitOutput("solo> ");
        peer.type("secret\r").awaitOutput("secret: ");
        peer.type("hu\u0003").awaitOutput("solo> ");
        peer.type("cat\r").awaitOutput("cat");
        peer.type("seen\r").awaitOutput("> seen");
        peer.type("shown\r").awaitOutput("shown");
        peer.awaitOutput("> shown");
        peer.type("\u0004").awaitOutput("solo> ");
      }
    }
  }

  private void pipes(String input, String output) throws IOException {
    try (ControlPeer peer = world.connect().greet()) {
      peer.input = input.getBytes(StandardCharsets.UTF_8);
      peer.start("secret");
      assertEquals(peer.err(), 0, peer.finish());
      assertEquals(output, peer.out());
      assertEquals("", peer.err());
    }
  }

  private void refuses(String input, String errors) throws IOException {
    try (ControlPeer peer = world.connect().greet()) {
      peer.input = input.getBytes(StandardCharsets.UTF_8);
      peer.start("secret");
      assertEquals(1, peer.finish());
      assertEquals(errors, peer.err());
    }
  }
}
