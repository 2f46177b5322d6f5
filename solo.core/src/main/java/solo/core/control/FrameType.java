package solo.core.control;

/** The kinds of frames, each with the longest payload that is accepted. */
public enum FrameType {
  /** Both ways, first: who speaks, see {@link Hello}. */
  HELLO(1, 1024),
  /** To the container: run a command, see {@link Execution}. */
  EXEC(2, 128 * 1024),
  /** To the container: bytes of standard input, as many as were asked for by {@link #CREDIT}. */
  STDIN(3, 32 * 1024),
  /** To the container: standard input has ended. */
  STDIN_END(4, 0),
  /** To the container: columns and rows of the terminal, two bytes each. */
  WINDOW(5, 4),
  /** To the container: interrupt the command. */
  INTERRUPT(6, 0),
  /** To the container: open a shell, see {@link Attachment}. */
  SHELL(7, 8 * 1024),
  /** To the container, before any request: whose rights count, see {@link Credential}. */
  TOKEN(8, Credential.MAX_BYTES),
  /** To the container, before EXEC: standard input is a terminal, and {@link #ECHO} is obeyed. */
  TYPED(9, 0),
  /** To the client: so many more bytes of standard input are wanted, four bytes. */
  CREDIT(16, 4),
  /** To the client: bytes of standard output. */
  STDOUT(17, 32 * 1024),
  /** To the client: bytes of standard error. */
  STDERR(18, 32 * 1024),
  /** To the client, last: the exit status, four bytes. */
  EXIT(19, 4),
  /** To the client: from now on the terminal shows what is typed, or does not; one byte. */
  ECHO(20, 1);

  private final int code;
  private final int maxPayload;

  FrameType(int code, int maxPayload) {
    this.code = code;
    this.maxPayload = maxPayload;
  }

  /** The byte on the wire. */
  public int code() {
    return code;
  }

  /** No frame of this type has a longer payload, in bytes. */
  public int maxPayload() {
    return maxPayload;
  }

  static FrameType of(int code) throws FrameException {
    for (FrameType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new FrameException("frame type " + code + " is unknown");
  }
}
