package solo.shell.control;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import solo.core.control.FrameType;
import solo.core.control.SocketFile;

/** Commands at the end of the container. */
public class StopTest {
  private ControlWorld world;

  @Before
  public void open() throws IOException {
    world = new ControlWorld(Files.createTempDirectory("sc"));
  }

  @After
  public void close() throws IOException {
    world.close();
  }

  private CompletableFuture<Void> stop() {
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(world::closeSocket);
    while (Files.exists(SocketFile.in(world.data))) {
      Thread.onSpinWait();
    }
    return stopped;
  }

  @Test
  public void commandThatEndsWithTheContainerSaysHow() throws Exception {
    world.end = Duration.ofSeconds(60);
    world.open();
    try (ControlPeer peer = world.connect().greet().start("cat")) {
      peer.input = "last words\n".getBytes();
      int wanted = peer.reader.expect(FrameType.CREDIT).number();
      CompletableFuture<Void> stopped = stop();
      peer.sendInput(wanted);
      assertEquals(0, peer.finish());
      assertEquals("> last words\n", peer.out());
      stopped.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  public void commandThatDoesNotEndHoldsUpNobody() throws Exception {
    world.open();
    try (ControlPeer peer = world.connect().greet().start("hang")) {
      peer.awaitOutput("begun");
      stop().get(60, TimeUnit.SECONDS);
      ControlWorld.await("the command's interrupt", world.interrupted);
    }
  }
}
