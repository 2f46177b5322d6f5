package solo.shell.control;

import java.util.OptionalInt;
import solo.core.control.FrameException;

/** A client that has asked for nothing yet; what it says before is kept for its command. */
final class BeforeRequest implements Task {
  private int columns;
  private int rows;
  private boolean typed;
  private boolean ended;
  private boolean interrupted;

  /** Its input is a terminal. */
  void typed() {
    typed = true;
  }

  /** Tells the command what was said. */
  void tell(CommandRun command) {
    if (columns > 0) {
      command.window(columns, rows);
    }
    if (typed) {
      command.typed();
    }
    if (ended) {
      command.endOfInput();
    }
    if (interrupted) {
      command.interrupt();
    }
  }

  @Override
  public void input(byte[] bytes) throws FrameException {
    throw new FrameException("%d bytes of input, where 0 were asked for".formatted(bytes.length));
  }

  @Override
  public void endOfInput() {
    ended = true;
  }

  @Override
  public void window(int columns, int rows) {
    this.columns = columns;
    this.rows = rows;
  }

  @Override
  public void interrupt() {
    interrupted = true;
  }

  @Override
  public void hangUp() {}

  @Override
  public void discard() {}

  @Override
  public boolean busy() {
    return false;
  }

  @Override
  public OptionalInt farewell() {
    return OptionalInt.empty();
  }
}
