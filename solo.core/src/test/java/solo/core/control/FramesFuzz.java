package solo.core.control;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Any bytes as frames: each is read as what it says, and written as it was read. */
public final class FramesFuzz {
  private FramesFuzz() {}

  public static Map<String, byte[]> seeds() throws IOException {
    Map<String, byte[]> seeds = new TreeMap<>();
    seeds.put(
        "exec",
        bytes(new Hello(3, 7, "0.1.0").frame(), new Execution("/x", "services --json").frame()));
    seeds.put("shell", bytes(new Attachment("xterm", "UTF-8", 80, 25, "/x").frame()));
    seeds.put("token", bytes(new Credential("solo_cap_x").frame(), Frame.of(FrameType.EXIT, 2)));
    seeds.put("window", bytes(Frame.window(80, 25)));
    return seeds;
  }

  private static byte[] bytes(Frame... frames) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FrameWriter writer = new FrameWriter(Channels.newChannel(out));
    for (Frame frame : frames) {
      writer.write(frame);
    }
    return out.toByteArray();
  }

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    FrameReader reader = new FrameReader(Channels.newChannel(new ByteArrayInputStream(bytes)));
    try {
      Optional<Frame> frame = reader.read();
      while (frame.isPresent()) {
        same(frame.get());
        meaning(frame.get());
        frame = reader.read();
      }
    } catch (FrameException documented) {
      // that is the answer to anything else
    }
  }

  private static void same(Frame frame) throws IOException {
    byte[] written = bytes(frame);
    FrameReader reader = new FrameReader(Channels.newChannel(new ByteArrayInputStream(written)));
    if (!frame.equals(reader.read().orElseThrow())) {
      throw new AssertionError(frame + " is read back as another");
    }
  }

  /** What a text holds that is no UTF-8 is read as U+FFFD, which may be too long to write. */
  private static void meaning(Frame frame) throws IOException {
    try {
      switch (frame.type()) {
        case HELLO -> again(Hello.of(Hello.of(frame).frame()), Hello.of(frame));
        case EXEC -> again(Execution.of(frame), written(Execution.of(frame)));
        case SHELL -> again(Attachment.of(frame), Attachment.of(Attachment.of(frame).frame()));
        case TOKEN -> again(Credential.of(frame), Credential.of(Credential.of(frame).frame()));
        case WINDOW -> again(frame, Frame.window(frame.columns(), frame.rows()));
        case CREDIT, EXIT -> again(frame, Frame.of(frame.type(), frame.number()));
        default -> again(frame.type(), frame.type());
      }
    } catch (FrameException documented) {
      // a frame that says nothing
    }
  }

  private static Execution written(Execution execution) throws FrameException {
    return Execution.of(execution.frame());
  }

  private static void again(Object one, Object other) {
    if (!one.equals(other)) {
      throw new AssertionError(one + " is read back as " + other);
    }
  }
}
