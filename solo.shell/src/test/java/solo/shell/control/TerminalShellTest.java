package solo.shell.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import solo.core.control.Attachment;
import solo.core.control.Frame;
import solo.core.control.FrameType;

/** A shell on a client's terminal, seen from the client. */
public class TerminalShellTest {
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";

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
  public void linesRunAsTheOwnerWhereTheClientIs() throws IOException {
    try (ControlPeer peer = attach()) {
      peer.answers("whoami", "owner:" + System.getProperty("user.name"));
      peer.answers("where", "/tmp");
      peer.answers("x = 41", "");
      peer.answers("echo-of-x = $x; fail $x", "41");
    }
  }

  @Test
  public void tabCompletesACommand() throws IOException {
    try (ControlPeer peer = attach()) {
      peer.type("serv\t").awaitOutput("services");
      peer.type("\r").awaitOutput("no services");
    }
  }

  @Test
  public void ctrlDEndsACommandsInputAndAtThePromptTheSession() throws IOException {
    try (ControlPeer peer = attach()) {
      peer.type("cat\r").awaitOutput("cat");
      peer.type("ä\r").awaitOutput("> ä");
      peer.type(CTRL_D).awaitPrompt();
      assertEquals(0, peer.leave());
    }
    answersAnother();
  }

  @Test
  public void sessionEndsWithTheStatusOfItsLastCommand() throws IOException {
    try (ControlPeer peer = attach()) {
      peer.answers("warn", "careful");
      assertEquals(2, peer.leave());
    }
    try (ControlPeer peer = attach()) {
      peer.answers("nosuch", "nosuch");
      assertEquals(64, peer.leave());
    }
  }

  @Test
  public void exitEndsTheSessionWhateverTheProfileSays() throws IOException {
    for (String line : new String[] {"exit\r", "fail x\rexit\r", "whoami; exit\r"}) {
      try (ControlPeer peer = attach()) {
        int status = peer.type(line).finish();
        assertEquals(line, line.startsWith("fail") ? 1 : 0, status);
      }
    }
    answersAnother();
  }

  @Test
  public void windowIsSeenAtOnceAndWhenItChanges() throws IOException {
    try (ControlPeer peer = attach()) {
      peer.answers("columns", "100x30");
      peer.writer.write(Frame.window(77, 20));
      peer.answers("columns", "77x20");
    }
  }

  @Test
  public void twoSessionsAtOnceKnowNothingOfEachOther() throws Exception {
    try (ControlPeer one = attach();
        ControlPeer two = attach()) {
      one.type("hang\r").awaitOutput("begun");
      two.answers("mine = 5", "");
      two.answers("fail \"is <$mine>\"", "is <5>");
      one.type(CTRL_C).awaitPrompt();
      one.answers("fail \"is <$mine>\"", "is <>");
    }
  }

  @Test
  public void lostClientTakesAllItStartedAlong() throws Exception {
    for (String line : new String[] {"", "hang\r", "hang &\r", "cat\r", "flood\r"}) {
      ControlPeer peer = attach();
      if (!line.isEmpty()) {
        peer.type(line).awaitOutput(line.startsWith("flood") ? "xxx" : line.substring(0, 3));
      }
      peer.close();
      ControlWorld.awaitNoneServed();
    }
    answersAnother();
  }

  @Test
  public void clientThatDoesNotReadHoldsUpNobodyElse() throws Exception {
    try (ControlPeer peer = attach()) {
      peer.type("flood\r");
      ControlWorld.await("the flood", world.began);
      answersAnother();
    }
  }

  @Test
  public void rec26_whatIsTooEarlyIsToldAndTheShellIsThere() throws IOException {
    world.ready = false;
    try (ControlPeer peer = attach()) {
      peer.answers("solo:status", "starting");
      peer.answers("services", "recovering (7 of 100 services)");
      world.ready = true;
      peer.answers("services", "no services");
      assertEquals(0, peer.leave());
    }
  }

  @Test
  public void stopOfTheContainerIsToldAndEndsTheSession() throws Exception {
    try (ControlPeer idle = attach();
        ControlPeer busy = attach()) {
      busy.type("hang\r").awaitOutput("begun");
      world.closeSocket();
      assertEquals(0, idle.finish());
      assertTrue(idle.err(), idle.err().contains("the container stops"));
      assertEquals(1, busy.finish());
      ControlWorld.await("the command's interrupt", world.interrupted);
    }
  }

  @Test
  public void brokenProfileIsToldAndTheShellIsThere() throws IOException {
    Files.writeString(world.data.resolve("gosh_profile"), "prompt = 'solo> '\n(((");
    try (ControlPeer peer = attach()) {
      assertTrue(peer.out(), peer.out().contains("gosh_profile"));
      peer.answers("whoami", "owner:");
    }
  }

  @Test
  public void historyIsSharedAndLeavesOutWhatBeginsWithABlank() throws IOException {
    Path history = world.data.resolve("history");
    Files.writeString(
        world.data.resolve("gosh_profile"),
        "prompt = 'solo> '\nhistory-file = '%s'".formatted(history));
    try (ControlPeer one = attach();
        ControlPeer two = attach()) {
      one.answers("whoami", "owner:");
      two.answers("where", "/tmp");
      two.answers(" fail 'not for the record'", "record");
      one.leave();
      two.leave();
    }
    String kept = Files.readString(history);
    assertTrue(kept, kept.contains("whoami") && kept.contains("where"));
    assertFalse(kept, kept.contains("record"));
    try (ControlPeer later = attach()) {
      later.type("\u001bOA").awaitOutput("where");
    }
  }

  @Test
  public void vlt25_historyHasNoTokenAndNoValue() throws IOException {
    Path history = world.data.resolve("history");
    Files.writeString(
        world.data.resolve("gosh_profile"),
        "prompt = 'solo> '\nhistory-file = '%s'".formatted(history));
    String token = "solo_cap_" + "canary".repeat(7) + "_abcdef";
    try (ControlPeer one = attach()) {
      one.answers("fail kept", "kept");
      one.answers("fail " + token, token);
      one.answers("secret-put acme/x canary", "there is no command");
      one.type("secret\r").awaitOutput("secret: ");
      one.type("canary\r").awaitOutput("[canary]");
      one.awaitPrompt();
      one.leave();
    }
    String kept = Files.readString(history);
    assertTrue(kept, kept.contains("fail kept"));
    assertFalse(kept, kept.contains("canary"));
  }

  @Test
  public void terminalThatNobodyKnowsIsTaken() throws IOException {
    for (String type : new String[] {"dumb", "no-such-terminal"}) {
      try (ControlPeer peer = world.connect().greet().attach(type)) {
        peer.awaitPrompt();
        peer.answers("whoami", "owner:");
      }
    }
  }

  @Test
  public void shellThatCannotBeIsRefusedWithTheReason() throws IOException {
    refused(new Attachment("vt100", "no-charset", 80, 24, "/"), "no-charset");
    refused(new Attachment("vt100", "UTF-8", 80, 24, "tmp"), "not absolute");
    refused(new Attachment("", "UTF-8", 80, 24, "tmp"), "not absolute");
    answersAnother();
  }

  @Test
  public void shl02_moreInputThanAskedForIsRefused() throws IOException {
    try (ControlPeer peer = attach()) {
      byte[] flood = new byte[FrameType.STDIN.maxPayload()];
      Arrays.fill(flood, (byte) 'x');
      peer.writer.write(new Frame(FrameType.STDIN, flood));
      peer.writer.write(new Frame(FrameType.STDIN, flood));
      assertEquals(64, peer.finish());
    }
    answersAnother();
  }

  private void refused(Attachment attachment, String why) throws IOException {
    try (ControlPeer peer = world.connect().greet()) {
      peer.writer.write(attachment.frame());
      assertEquals(64, peer.finish());
      assertTrue(peer.err(), peer.err().contains(why));
    }
  }

  private ControlPeer attach() throws IOException {
    return world.connect().greet().attach("xterm").awaitPrompt();
  }

  private void answersAnother() throws IOException {
    try (ControlPeer peer = world.connect().greet().start("whoami")) {
      assertEquals(peer.err(), 0, peer.finish());
      assertFalse(peer.out().isEmpty());
    }
  }
}
