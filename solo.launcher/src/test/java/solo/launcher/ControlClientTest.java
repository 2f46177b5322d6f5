package solo.launcher;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import solo.core.control.Execution;
import solo.core.control.Frame;
import solo.core.control.FrameException;
import solo.core.control.FrameReader;
import solo.core.control.FrameType;
import solo.core.control.FrameWriter;
import solo.core.control.Hello;

public class ControlClientTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path data;
  private ServerSocketChannel server;

  private interface Script {
    void play(FrameReader reader, FrameWriter writer) throws IOException;
  }

  @Before
  public void listen() throws IOException {
    data = Files.createTempDirectory("sc");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(data.resolve("socket")));
  }

  @After
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(data.resolve("socket"));
    Files.delete(data);
  }

  @Test
  public void outputErrorsAndStatusArriveApart() throws Exception {
    CompletableFuture<Void> served =
        serve(
            (reader, writer) -> {
              assertEquals(
                  new Execution("/w", "services"), Execution.of(reader.expect(FrameType.EXEC)));
              writer.write(new Frame(FrameType.STDOUT, "out".getBytes()));
              writer.write(new Frame(FrameType.STDERR, "err".getBytes()));
              writer.write(Frame.of(FrameType.EXIT, 2));
            });
    assertEquals(2, execute(InputStream.nullInputStream()));
    served.get(60, TimeUnit.SECONDS);
    assertEquals("out", out.toString());
    assertEquals("err", err.toString());
  }

  @Test
  public void inputIsLeftAloneUnlessTheCommandReads() throws Exception {
    serve(
        (reader, writer) -> {
          reader.expect(FrameType.EXEC);
          writer.write(Frame.of(FrameType.EXIT, 0));
        });
    ByteArrayInputStream in = new ByteArrayInputStream("for others".getBytes());
    assertEquals(0, execute(in));
    assertEquals("for others".length(), in.available());
  }

  @Test
  public void inputIsSentAsFarAsItIsWanted() throws Exception {
    CompletableFuture<Void> served =
        serve(
            (reader, writer) -> {
              reader.expect(FrameType.EXEC);
              writer.write(Frame.of(FrameType.CREDIT, 3));
              assertEquals("abc", text(reader, 3));
              writer.write(Frame.of(FrameType.CREDIT, 100));
              assertEquals("de", text(reader, 2));
              reader.expect(FrameType.STDIN_END);
              writer.write(Frame.of(FrameType.EXIT, 0));
            });
    assertEquals(0, execute(new ByteArrayInputStream("abcde".getBytes())));
    served.get(60, TimeUnit.SECONDS);
  }

  @Test
  public void inputOfManyChunksArrivesWhole() throws Exception {
    byte[] sent = new byte[100_000];
    new Random(1).nextBytes(sent);
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    CompletableFuture<Void> served =
        serve(
            (reader, writer) -> {
              reader.expect(FrameType.EXEC);
              Frame frame = Frame.of(FrameType.STDIN);
              int asked = 0;
              while (frame.type() == FrameType.STDIN) {
                asked -= frame.payload().length;
                got.writeBytes(frame.payload());
                if (asked == 0) {
                  asked = 40_000;
                  writer.write(Frame.of(FrameType.CREDIT, asked));
                }
                frame = reader.read().orElseThrow();
              }
              writer.write(Frame.of(FrameType.EXIT, 0));
            });
    assertEquals(0, execute(new ByteArrayInputStream(sent)));
    served.get(60, TimeUnit.SECONDS);
    assertArrayEquals(sent, got.toByteArray());
  }

  private static String text(FrameReader reader, int length) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(new String(reader.expect(FrameType.STDIN).payload()));
    }
    return text.toString();
  }

  @Test
  public void interruptIsSentWhileTheCommandRuns() throws Exception {
    CompletableFuture<Void> served =
        serve(
            (reader, writer) -> {
              reader.expect(FrameType.EXEC);
              writer.write(new Frame(FrameType.STDOUT, "running".getBytes()));
              reader.expect(FrameType.INTERRUPT);
              writer.write(Frame.of(FrameType.EXIT, 130));
            });
    try (ControlClient client = ControlClient.connect(data, "test")) {
      InputStream none = InputStream.nullInputStream();
      CompletableFuture<Void> interrupted = new CompletableFuture<>();
      ByteArrayOutputStream watched =
          new ByteArrayOutputStream() {
            @Override
            public void flush() throws IOException {
              client.interrupt();
              interrupted.complete(null);
            }
          };
      assertEquals(130, client.execute(new Execution("/", "sleep"), none, watched, err));
      interrupted.get(60, TimeUnit.SECONDS);
    }
    served.get(60, TimeUnit.SECONDS);
  }

  @Test
  public void outputThatNobodyReadsIsToldFromABrokenConnection() throws Exception {
    serve(
        (reader, writer) -> {
          reader.expect(FrameType.EXEC);
          writer.write(new Frame(FrameType.STDOUT, "more".getBytes()));
        });
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    try (ControlClient client = ControlClient.connect(data, "test")) {
      Execution command = new Execution("/", "help");
      assertThrows(
          ControlClient.OutputClosedException.class,
          () -> client.execute(command, InputStream.nullInputStream(), closed, err));
    }
  }

  @Test
  public void connectionThatBreaksIsNoAnswer() throws Exception {
    serve((reader, writer) -> reader.expect(FrameType.EXEC));
    assertThrows(FrameException.class, () -> execute(InputStream.nullInputStream()));
  }

  @Test
  public void nobodyWaitsForeverForAProcessThatIsStopped() {
    Duration answer = Duration.ofMillis(50);
    IOException e =
        assertThrows(IOException.class, () -> ControlClient.connect(data, "test", answer));
    assertEquals("no answer within 50 ms", e.getMessage());
  }

  private int execute(InputStream in) throws IOException {
    try (ControlClient client = ControlClient.connect(data, "test")) {
      assertEquals("fake", client.server().product());
      return client.execute(new Execution("/w", "services"), in, out, err);
    }
  }

  private CompletableFuture<Void> serve(Script script) {
    return CompletableFuture.runAsync(
        () -> {
          try (SocketChannel channel = server.accept()) {
            FrameReader reader = new FrameReader(channel);
            FrameWriter writer = new FrameWriter(channel);
            Hello.of(reader.expect(FrameType.HELLO));
            writer.write(Hello.own("fake").frame());
            script.play(reader, writer);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }
}
