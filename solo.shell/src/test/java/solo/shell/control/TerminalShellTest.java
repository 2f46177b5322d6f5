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
  private static final String PROMPT = "solo> ";
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";
  private static final String CTRL_Z = "\u001a";

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
      answers(peer, "whoami", "owner:" + System.getProperty("user.name"));
      answers(peer, "where", "/tmp");
      answers(peer, "x = 41", "");
      answers(peer, "echo-of-x = $x; fail $x", "41");
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
  public void shl03_ctrlCEndsTheCommandAndNotTheSession() throws Exception {
    try (ControlPeer peer = attach()) {
      peer.type("hang\r").awaitOutput("begun");
      peer.type(CTRL_C).awaitOutput(PROMPT);
      ControlWorld.await("the command's interrupt", world.interrupted);
      answers(peer, "whoami", "owner:");
      assertEquals(0, leave(peer));
    }
  }

  @Test
  public void shl03_interruptFrameIsCtrlC() throws Exception {
    try (ControlPeer peer = attach()) {
      peer.type("hang\r").awaitOutput("begun");
      peer.out.reset();
      peer.writer.write(Frame.of(FrameType.INTERRUPT));
      peer.awaitOutput(PROMPT);
      assertEquals(Evaluator.INTERRUPTED, leave(peer));
    }
  }

  @Test
  public void shl03_ctrlCActsAtOnceBehindWhatNobodyReads() throws Exception {
    try (ControlPeer peer = attach()) {
      peer.type("hang\r").awaitOutput("begun");
      peer.type("x".repeat(8000)).type(CTRL_C).awaitOutput("interrupted");
      ControlWorld.await("the command's interrupt", world.interrupted);
    }
  }

  /** Whatever comes first of line and interrupt: nothing hangs, and the next line runs. */
  @Test
  public void shl03_ctrlCThatComesWithTheLineIsNeverLost() throws IOException {
    try (ControlPeer peer = attach()) {
      for (int i = 0; i < 60; i++) {
        peer.type("hang\r");
        peer.awaitOutput("g");
        for (int spin = 0; spin < i * 60; spin++) {
          Thread.onSpinWait();
        }
        peer.type(CTRL_C).awaitOutput(PROMPT);
      }
      answers(peer, "whoami", "owner:");
    }
  }

  @Test
  public void ctrlCAtThePromptClearsTheLine() throws IOException {
    try (ControlPeer peer = attach()) {
      peer.type("fail no").awaitOutput("no");
      peer.type(CTRL_C).awaitOutput(PROMPT);
      answers(peer, "whoami", "owner:");
      assertEquals(0, leave(peer));
    }
  }

  @Test
  public void ctrlCOfOneThatPrintsOrReadsLeavesTheStreamsToTheNext() throws Exception {
    try (ControlPeer peer = attach()) {
      for (int i = 0; i < 3; i++) {
        peer.type("flood\r").awaitOutput("xxx");
        peer.type(CTRL_C).awaitOutput(PROMPT);
        peer.type("cat\r").awaitOutput("cat");
        peer.type("line\r").awaitOutput("> line");
        peer.type(CTRL_C).awaitOutput(PROMPT);
      }
      answers(peer, "whoami", "owner:");
    }
  }

  @Test
  public void ctrlDEndsACommandsInputAndAtThePromptTheSession() throws IOException {
    try (ControlPeer peer = attach()) {
      peer.type("cat\r").awaitOutput("cat");
      peer.type("ä\r").awaitOutput("> ä");
      peer.type(CTRL_D).awaitOutput(PROMPT);
      assertEquals(0, leave(peer));
    }
    answersAnother();
  }

  @Test
  public void sessionEndsWithTheStatusOfItsLastCommand() throws IOException {
    try (ControlPeer peer = attach()) {
      answers(peer, "warn", "careful");
      assertEquals(2, leave(peer));
    }
    try (ControlPeer peer = attach()) {
      answers(peer, "nosuch", "nosuch");
      assertEquals(64, leave(peer));
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
  public void ctrlZSuspendsNothingButTheLine() throws Exception {
    try (ControlPeer peer = attach()) {
      peer.type(CTRL_Z);
      answers(peer, "whoami", "owner:");
      peer.type("hang\r").awaitOutput("begun");
      peer.type(CTRL_Z).awaitOutput("suspended");
      answers(peer, "whoami", "owner:");
      assertEquals(0, leave(peer));
    }
    ControlWorld.await("the end of what was suspended", world.interrupted);
  }

  @Test
  public void windowIsSeenAtOnceAndWhenItChanges() throws IOException {
    try (ControlPeer peer = attach()) {
      answers(peer, "columns", "100x30");
      peer.writer.write(Frame.window(77, 20));
      answers(peer, "columns", "77x20");
    }
  }

  @Test
  public void twoSessionsAtOnceKnowNothingOfEachOther() throws Exception {
    try (ControlPeer one = attach();
        ControlPeer two = attach()) {
      one.type("hang\r").awaitOutput("begun");
      answers(two, "mine = 5", "");
      answers(two, "fail \"is <$mine>\"", "is <5>");
      one.type(CTRL_C).awaitOutput(PROMPT);
      answers(one, "fail \"is <$mine>\"", "is <>");
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
      answers(peer, "solo:status", "starting");
      answers(peer, "services", "recovering (7 of 100 services)");
      world.ready = true;
      answers(peer, "services", "no services");
      assertEquals(0, leave(peer));
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
      answers(peer, "whoami", "owner:");
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
      answers(one, "whoami", "owner:");
      answers(two, "where", "/tmp");
      answers(two, " fail 'not for the record'", "record");
      leave(one);
      leave(two);
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
      answers(one, "fail kept", "kept");
      answers(one, "fail " + token, token);
      answers(one, "secret-put acme/x canary", "there is no command");
      one.type("secret\r").awaitOutput("secret: ");
      one.type("canary\r").awaitOutput("[canary]");
      one.awaitOutput(PROMPT);
      leave(one);
    }
    String kept = Files.readString(history);
    assertTrue(kept, kept.contains("fail kept"));
    assertFalse(kept, kept.contains("canary"));
  }

  @Test
  public void terminalThatNobodyKnowsIsTaken() throws IOException {
    for (String type : new String[] {"dumb", "no-such-terminal"}) {
      try (ControlPeer peer = world.connect().greet().attach(type)) {
        peer.awaitOutput(PROMPT);
        answers(peer, "whoami", "owner:");
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
    ControlPeer peer = world.connect().greet().attach("xterm");
    peer.awaitOutput(PROMPT);
    return peer;
  }

  /** Types a line, and waits for its answer and the next prompt. */
  private static void answers(ControlPeer peer, String line, String answer) throws IOException {
    peer.type(line + "\r").awaitOutput(answer.isEmpty() ? PROMPT : answer);
    peer.awaitOutput(PROMPT);
  }

  private static int leave(ControlPeer peer) throws IOException {
    return peer.type(CTRL_D).finish();
  }

  private void answersAnother() throws IOException {
    try (ControlPeer peer = world.connect().greet().start("whoami")) {
      assertEquals(peer.err(), 0, peer.finish());
      assertFalse(peer.out().isEmpty());
    }
  }
}
