package solo.core.control;

import java.nio.charset.StandardCharsets;

/**
 * A token as a client shows it: the session has its rights and no others. Payload: the token in
 * UTF-8.
 *
 * @param token what was granted, or whatever a client takes for it; not empty
 */
public record Credential(String token) {
  /** The first version of the protocol that has tokens. */
  public static final int SINCE = 3;

  /** A longer one is none. */
  public static final int MAX_BYTES = 256;

  /**
   * As a frame.
   *
   * @throws FrameException when it is empty or too long
   */
  public Frame frame() throws FrameException {
    byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      throw new FrameException(
          "a token has 1 to %d bytes, this one %d".formatted(MAX_BYTES, bytes.length));
    }
    return new Frame(FrameType.TOKEN, bytes);
  }

  /**
   * What a frame shows.
   *
   * @throws FrameException when it shows nothing
   */
  public static Credential of(Frame frame) throws FrameException {
    if (frame.type() != FrameType.TOKEN || frame.payload().length == 0) {
      throw new FrameException(frame + " shows no token");
    }
    return new Credential(new String(frame.payload(), StandardCharsets.UTF_8));
  }

  /** Without the token: it is worth what it opens. */
  @Override
  public String toString() {
    return "Credential[...]";
  }
}
