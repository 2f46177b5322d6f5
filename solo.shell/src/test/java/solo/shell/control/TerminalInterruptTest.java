package solo.shell.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import solo.core.control.Frame;
import solo.core.control.FrameType;

/** Ctrl-C and Ctrl-Z on a client's terminal: what they end, and what comes after. */
public class TerminalInterruptTest {
  private static final String CTRL_C = "\u0003";
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
  public void shl03_ctrlCEndsTheCommandAndNotTheSession() throws Exception {
    try (ControlPeer peer = attach()) {
      peer.type("hang\r").awaitOutput("begun");
      peer.type(CTRL_C).awaitPrompt();
      ControlWorld.await("the command's interrupt", world.interrupted);
      peer.answers("whoami", "owner:");
      assertEquals(0, peer.leave());
    }
  }

  @Test
  public void shl03_interruptFrameIsCtrlC() throws Exception {
    try (ControlPeer peer = attach()) {
      peer.type("hang\r").awaitOutput("begun");
      peer.out.reset();
      peer.writer.write(Frame.of(FrameType.INTERRUPT));
      peer.awaitPrompt();
      assertEquals(Evaluator.INTERRUPTED, peer.leave());
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
        peer.type(CTRL_C).awaitPrompt();
      }
      peer.answers("whoami", "owner:");
    }
  }

  @Test
  public void ctrlCAtThePromptClearsTheLine() throws IOException {
    try (ControlPeer peer = attach()) {
      peer.type("fail no").awaitOutput("no");
      peer.type(CTRL_C).awaitPrompt();
      peer.answers("whoami", "owner:");
      assertEquals(0, peer.leave());
    }
  }

  @Test
  public void ctrlCOfOneThatPrintsOrReadsLeavesTheStreamsToTheNext() throws Exception {
    try (ControlPeer peer = attach()) {
      for (int i = 0; i < 3; i++) {
        peer.type("flood\r").awaitOutput("xxx");
        peer.type(CTRL_C).awaitPrompt();
        peer.type("cat\r").awaitOutput("cat");
        peer.type("line\r").awaitOutput("> line");
        peer.type(CTRL_C).awaitPrompt();
      }
      peer.answers("whoami", "owner:");
    }
  }

  @Test
  public void ctrlZSuspendsNothingButTheLine() throws Exception {
    try (ControlPeer peer = attach()) {
      peer.type(CTRL_Z);
      peer.answers("whoami", "owner:");
      peer.type("hang\r").awaitOutput("begun");
      peer.type(CTRL_Z).awaitOutput("suspended");
      peer.answers("whoami", "owner:");
      assertEquals(0, peer.leave());
    }
    ControlWorld.await("the end of what was suspended", world.interrupted);
  }

  /** As long as it takes to end: its keys are the next line's, and so is the screen. */
  @Test
  public void interruptedCommandThatGoesOnNeitherReadsNorPrints() throws Exception {
    try (ControlPeer peer = attach()) {
      peer.type("late\r").awaitOutput("begun");
      ControlWorld.await("the end of its output", world.began);
      peer.type(CTRL_C).awaitPrompt();
      world.late.release();
      ControlWorld.await("the refusal of a key", world.refused);
      peer.answers("whoami", "owner:");
      assertFalse(peer.out(), peer.out().contains("late"));
    }
  }

  @Test
  public void suspendedCommandLeavesTheKeysToTheNextLines() throws Exception {
    try (ControlPeer peer = attach()) {
      peer.type("cat\r").awaitOutput("cat");
      peer.type("line\r").awaitOutput("> line");
      peer.type(CTRL_Z).awaitOutput("suspended");
      for (int i = 0; i < 5; i++) {
        peer.answers("whoami", "owner:");
      }
    }
  }

  /** Whatever comes first of the command's end and the interrupt. */
  @Test
  public void ctrlCAtTheEndOfACommandLeavesTheNextLineAlone() throws Exception {
    try (ControlPeer peer = attach()) {
      for (int i = 0; i < 60; i++) {
        peer.type("where\r").awaitOutput("/tmp");
        for (int spin = 0; spin < i * 60; spin++) {
          Thread.onSpinWait();
        }
        peer.type(CTRL_C).awaitPrompt();
        peer.answers("whoami", "owner:");
      }
    }
  }

  private ControlPeer attach() throws IOException {
    return world.connect().greet().attach("xterm").awaitPrompt();
  }
}
