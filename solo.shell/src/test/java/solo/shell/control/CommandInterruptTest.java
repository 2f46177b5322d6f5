package solo.shell.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import solo.core.control.Frame;
import solo.core.control.FrameType;

/** How a running command ends before its end. */
public class CommandInterruptTest {
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
  public void shl03_interruptEndsTheCommandAndItsOutputArrives() throws Exception {
    try (ControlPeer peer = world.connect().greet().start("hang")) {
      peer.awaitOutput("begun");
      peer.writer.write(Frame.of(FrameType.INTERRUPT));
      ControlWorld.await("the command's interrupt", world.interrupted);
      assertEquals(130, peer.finish());
      assertTrue(peer.err(), peer.err().contains("interrupted"));
    }
    stillAnswers();
  }

  @Test
  public void shl03_interruptEndsTheWholeLine() throws Exception {
    try (ControlPeer peer = world.connect().greet().start("hang; whoami")) {
      peer.awaitOutput("begun");
      peer.writer.write(Frame.of(FrameType.INTERRUPT));
      assertEquals(130, peer.finish());
      assertTrue(peer.out(), !peer.out().contains("owner"));
    }
    stillAnswers();
  }

  @Test
  public void shl03_interruptWhileItFloodsKeepsTheConnection() throws Exception {
    try (ControlPeer peer = world.connect().greet().start("flood")) {
      peer.awaitOutput("xxx");
      peer.writer.write(Frame.of(FrameType.INTERRUPT));
      ControlWorld.await("the command's interrupt", world.interrupted);
      peer.finish();
    }
    stillAnswers();
  }

  @Test
  public void clientThatGoesTakesItsCommandAlong() throws Exception {
    try (ControlPeer peer = world.connect().greet().start("hang")) {
      peer.awaitOutput("begun");
    }
    ControlWorld.await("the command's interrupt", world.interrupted);
    stillAnswers();
  }

  @Test
  public void clientThatDoesNotReadBlocksOnlyItsCommand() throws Exception {
    try (ControlPeer peer = world.connect().greet().start("flood")) {
      ControlWorld.await("the flood", world.began);
      stillAnswers();
    }
    ControlWorld.await("the end of the flood", world.interrupted);
  }

  @Test
  public void commandThatWaitsForInputIsInterrupted() throws Exception {
    try (ControlPeer peer = world.connect().greet().start("cat")) {
      peer.reader.expect(FrameType.CREDIT);
      peer.writer.write(Frame.of(FrameType.INTERRUPT));
      assertEquals(130, peer.finish());
    }
    stillAnswers();
  }

  private void stillAnswers() throws IOException {
    try (ControlPeer peer = world.connect().greet().start("whoami")) {
      assertEquals(peer.err(), 0, peer.finish());
    }
  }
}
