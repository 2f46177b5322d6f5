package solo.core.control;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;

public class FrameCodecTest {

  @Test
  public void everyFrameComesBackAsItWasWritten() throws IOException {
    List<Frame> frames = new ArrayList<>();
    Random random = new Random(1);
    for (FrameType type : FrameType.values()) {
      for (int length : new int[] {0, 1, type.maxPayload() / 2, type.maxPayload()}) {
        byte[] payload = new byte[Math.min(length, type.maxPayload())];
        random.nextBytes(payload);
        frames.add(new Frame(type, payload));
      }
    }
    FrameReader reader = reader(written(frames));
    for (Frame frame : frames) {
      assertEquals(Optional.of(frame), reader.read());
    }
    assertEquals(Optional.empty(), reader.read());
  }

  @Test
  public void frameThatArrivesByteByByteIsWhole() throws IOException {
    Frame frame = new Execution("/home/ada", "services --json").frame();
    ByteArrayInputStream bytes = new ByteArrayInputStream(written(List.of(frame)));
    ReadableByteChannel drip =
        new ReadableByteChannel() {
          @Override
          public int read(ByteBuffer target) {
            int next = bytes.read();
            if (next < 0) {
              return -1;
            }
            target.put((byte) next);
            return 1;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    assertEquals(Optional.of(frame), new FrameReader(drip).read());
  }

  @Test
  public void bytesOnTheWireAreTypeLengthPayload() throws IOException {
    byte[] bytes = written(List.of(Frame.of(FrameType.EXIT, 0x01020304)));
    assertArrayEquals(new byte[] {19, 0, 0, 0, 4, 1, 2, 3, 4}, bytes);
  }

  @Test
  public void shl02_lengthBeyondTheLimitIsRefusedBeforeItIsRead() {
    byte[] header = {(byte) FrameType.EXEC.code(), 0, (byte) 0xa0, 0, 0};
    FrameException refused = assertThrows(FrameException.class, () -> reader(header).read());
    assertTrue(refused.getMessage(), refused.getMessage().contains("10485760"));
    byte[] negative = {(byte) FrameType.EXEC.code(), -1, -1, -1, -1};
    refused = assertThrows(FrameException.class, () -> reader(negative).read());
    assertTrue(refused.getMessage(), refused.getMessage().contains("4294967295"));
  }

  @Test
  public void whatIsNoFrameIsRefused() {
    for (String text : List.of("GET / HTTP/1.1\r\n\r\n", "\u001b[2J", "\0\0\0\0\0\0", "solo")) {
      assertThrows(text, FrameException.class, () -> reader(text.getBytes()).read());
    }
  }

  @Test
  public void frameCutAnywhereIsRefused() throws IOException {
    byte[] whole = written(List.of(Hello.own("1").frame()));
    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows("cut at " + length, FrameException.class, () -> reader(cut).read());
    }
  }

  @Test
  public void randomBytesEndInAFrameOrARefusal() throws IOException {
    for (long seed = 0; seed < 5000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      for (int at = 0; at < bytes.length && random.nextBoolean(); at += 5) {
        bytes[at] = (byte) FrameType.values()[random.nextInt(FrameType.values().length)].code();
      }
      FrameReader reader = reader(bytes);
      try {
        Optional<Frame> frame = reader.read();
        while (frame.isPresent()) {
          decode(frame.get());
          frame = reader.read();
        }
      } catch (FrameException e) {
        assertTrue("seed " + seed, !e.getMessage().isBlank());
      }
    }
  }

  private static void decode(Frame frame) throws FrameException {
    switch (frame.type()) {
      case HELLO -> Hello.of(frame);
      case EXEC -> Execution.of(frame);
      case SHELL -> Attachment.of(frame);
      case WINDOW -> assertTrue(frame.columns() >= 0 && frame.rows() >= 0);
      case EXIT, CREDIT -> frame.number();
      default -> {}
    }
  }

  @Test
  public void helloSaysWhoSpeaks() throws IOException {
    Hello hello = new Hello(1, 4711, "0.1.0 ä");
    assertEquals(hello, Hello.of(hello.frame()));
    assertThrows(FrameException.class, () -> Hello.of(Frame.of(FrameType.HELLO)));
    byte[] other = hello.frame().payload().clone();
    other[0] = 'X';
    assertThrows(FrameException.class, () -> Hello.of(new Frame(FrameType.HELLO, other)));
  }

  @Test
  public void executionKeepsDirectoryAndCommand() throws IOException {
    Execution execution = new Execution("/srv/ä b", "deploy 'x y.jar' | grep ü");
    assertEquals(execution, Execution.of(execution.frame()));
    assertEquals(new Execution("", ""), Execution.of(new Execution("", "").frame()));
  }

  @Test
  public void shl02_commandBeyondTheLimitIsRefusedByBothEnds() {
    String longest = "x".repeat(Execution.MAX_COMMAND);
    assertThrows(FrameException.class, () -> new Execution("/", longest + "x").frame());
    byte[] payload = new byte[2 + Execution.MAX_COMMAND + 1];
    assertThrows(FrameException.class, () -> Execution.of(new Frame(FrameType.EXEC, payload)));
    byte[] cut = {0, 9, '/'};
    assertThrows(FrameException.class, () -> Execution.of(new Frame(FrameType.EXEC, cut)));
  }

  @Test
  public void attachmentKeepsTerminalAndDirectory() throws IOException {
    for (String type : List.of("xterm-256color", "")) {
      Attachment attachment = new Attachment(type, "UTF-8", 120, 65535, "/srv/ä b");
      assertEquals(attachment, Attachment.of(attachment.frame()));
      assertEquals(!type.isEmpty(), attachment.interactive());
    }
  }

  @Test
  public void attachmentIsBytesAsDrawn() throws IOException {
    byte[] bytes = new Attachment("vt100", "UTF-8", 80, 24, "/").frame().payload();
    byte[] drawn = "\0\120\0\030\0\5vt100\0\5UTF-8\0\1/".getBytes(StandardCharsets.UTF_8);
    assertArrayEquals(drawn, bytes);
  }

  @Test
  public void attachmentThatIsCutOrHostileIsRefused() throws IOException {
    byte[] whole = new Attachment("vt100", "UTF-8", 80, 24, "/srv").frame().payload();
    for (int length = 0; length < whole.length; length++) {
      Frame cut = new Frame(FrameType.SHELL, Arrays.copyOf(whole, length));
      assertThrows("cut at " + length, FrameException.class, () -> Attachment.of(cut));
    }
    Frame longer = new Frame(FrameType.SHELL, Arrays.copyOf(whole, whole.length + 1));
    assertThrows(FrameException.class, () -> Attachment.of(longer));
    for (String type : List.of("-x", "../vt100", "a b", "x".repeat(65), "\u001b[2J")) {
      Attachment hostile = new Attachment(type, "UTF-8", 80, 24, "/");
      assertThrows(type, FrameException.class, hostile::frame);
    }
    Attachment deep = new Attachment("vt100", "UTF-8", 80, 24, "/" + "d".repeat(4096));
    assertThrows(FrameException.class, deep::frame);
  }

  @Test
  public void windowHasColumnsAndRows() throws IOException {
    Frame window = Frame.window(120, 40);
    assertEquals(120, window.columns());
    assertEquals(40, window.rows());
    assertEquals(0xffff, Frame.window(1 << 20, -1).columns());
    assertEquals(0, Frame.window(1 << 20, -1).rows());
  }

  private static byte[] written(List<Frame> frames) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FrameWriter writer = new FrameWriter(Channels.newChannel(bytes));
    for (Frame frame : frames) {
      writer.write(frame);
    }
    return bytes.toByteArray();
  }

  private static FrameReader reader(byte[] bytes) {
    return new FrameReader(Channels.newChannel(new ByteArrayInputStream(bytes)));
  }

  @Test
  public void tokenComesBackAsItWasAndIsNotPrinted() throws Exception {
    Credential shown = new Credential("solo_t_abc");
    assertEquals(shown, Credential.of(shown.frame()));
    assertFalse(shown.toString().contains("solo_t"));
    assertFalse(shown.frame().toString().contains("solo_t"));
  }

  @Test
  public void tokenThatIsNoneIsRefused() throws Exception {
    assertThrows(FrameException.class, () -> new Credential("").frame());
    assertThrows(FrameException.class, () -> new Credential("x".repeat(257)).frame());
    assertThrows(FrameException.class, () -> Credential.of(Frame.of(FrameType.TOKEN)));
    assertThrows(FrameException.class, () -> Credential.of(Frame.of(FrameType.INTERRUPT)));
    assertEquals(256, new Credential("x".repeat(256)).frame().payload().length);
  }

  @Test
  public void echoIsOnOrOff() throws Exception {
    assertTrue(Frame.echo(true).echo());
    assertFalse(Frame.echo(false).echo());
    assertThrows(FrameException.class, () -> Frame.of(FrameType.ECHO).echo());
    assertThrows(FrameException.class, () -> new Frame(FrameType.ECHO, new byte[] {2}).echo());
  }
}
