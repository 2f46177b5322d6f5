package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import solo.core.control.Frame;
import solo.core.control.FrameType;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.Connection;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** Commands to the real process: answers, abuse, interrupts. */
public class ShellIT {
  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void shl06_everyListIsATableAndItsJsonHasStableKeys() {
    SoloProcess process = home.start();
    process.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    JsonObject service = process.rows("solo:services").get(0);
    assertTrue(
        service
            .keySet()
            .containsAll(Set.of("tenant", "service", "state", "digest", "version", "since")));
    JsonObject event = process.rows("solo:events").get(0);
    assertTrue(
        event
            .keySet()
            .containsAll(Set.of("id", "time", "type", "tenant", "service", "actor", "reason")));
    process.does("grant acme read");
    process.pipe(new byte[] {1, 2}, "secret-put acme/x").expect(0);
    JsonObject token = process.rows("solo:tokens").get(0);
    assertTrue(
        token
            .keySet()
            .containsAll(
                Set.of(
                    "accessor",
                    "tenant",
                    "permissions",
                    "created",
                    "expires",
                    "lastUsed",
                    "parent")));
    JsonObject secret = process.rows("solo:secrets").get(0);
    assertTrue(secret.keySet().containsAll(Set.of("tenant", "name", "version", "bytes")));
    for (String command :
        List.of(
            "status",
            "report",
            "report --verify",
            "verify",
            "why a",
            "version",
            "checkpoint",
            "vault-status",
            "clock",
            "limits acme",
            "help")) {
      process.does("solo:" + command + " --json").json();
    }
    for (String command :
        List.of(
            "services",
            "events",
            "status",
            "report",
            "verify",
            "why a",
            "version",
            "tokens",
            "secrets",
            "vault-status",
            "clock",
            "limits acme",
            "help")) {
      String table = process.does("solo:" + command).out();
      assertFalse(table, table.isBlank());
      assertFalse(table, table.stripLeading().startsWith("{"));
    }
    assertTrue(process.does("solo:services").out().contains("ACTIVE"));
  }

  @Test
  public void shl02_lineOfTenMegabytesIsABoundedError() throws IOException {
    SoloProcess process = home.start();
    try (Connection connection = Connection.open(home)) {
      byte[] head =
          ByteBuffer.allocate(5).put((byte) FrameType.EXEC.code()).putInt(10 << 20).array();
      connection.raw(head);
      byte[] line = new byte[1 << 16];
      Arrays.fill(line, (byte) 'x');
      for (int i = 0; i < 160 && connection.tryRaw(line); i++) {
        // until all ten megabytes are sent or the container has hung up
      }
      connection.awaitHangUp();
    }
    assertTrue(process.isAlive());
    process.does("solo:services");
  }

  @Test
  public void shl02_nulEscapeAndGarbageLeaveTheShellAlive() throws IOException {
    SoloProcess process = home.start();
    for (String line :
        List.of("\0", "\u001b[2J\u001b]0;x\u0007", "(((", "'", "${", "x".repeat(60_000))) {
      Result result = process.exec(line);
      assertFalse(result.toString(), result.exit() == 0 && result.said().contains("\u001b"));
      assertTrue("bounded answer of " + result.said().length(), result.said().length() < 200_000);
    }
    try (SocketChannel channel = Connection.connect(home)) {
      channel.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes()));
      Connection.drain(channel);
    }
    process.does("solo:services");
  }

  @Test
  public void shl03_interruptEndsTheCommandNotTheContainer() throws IOException {
    SoloProcess process = home.start();
    try (Connection connection = Connection.open(home)) {
      connection.execute(
          "solo:deploy --start-timeout 600000 --name hangs " + Bundles.named("hanging.start"));
      Await.until(
          "the deploy to be under way", () -> !process.events("service_deploying").isEmpty());
      connection.send(Frame.of(FrameType.INTERRUPT));
      Result result = connection.result("the interrupted deploy");
      assertFalse(result.toString(), result.exit() == 0);
    }
    process.deploy("default/after", Bundles.recorder(home.scratch(), "after", "1.0.0"));
    process.does("solo:checkpoint");
    process.kill9();
    assertEquals("ACTIVE", home.start().states().get("default/after"));
  }

  @Test
  public void rec26_commandBeforeReadyIsToldThatItRecovers() throws IOException {
    Path armed = home.scratch().resolve("armed");
    home.set("hanging.start.when", armed.toString());
    SoloProcess first = home.start();
    first
        .tryDeploy("default/hangs", Bundles.named("hanging.start"), "--start-timeout", "600000")
        .expect(0);
    first.kill9();
    Files.createFile(armed);

    SoloProcess second = home.launch();
    Result early = Await.value("an answer during recovery", () -> second.tryExec("solo:services"));
    assertEquals(early.toString(), 1, early.exit());
    assertTrue(early.toString(), early.said().contains("recovering"));
    assertEquals(4, home.client("status").exit());
    Files.delete(armed);
    second.awaitReady();
    assertEquals("ACTIVE", second.states().get("default/hangs"));
  }
}
