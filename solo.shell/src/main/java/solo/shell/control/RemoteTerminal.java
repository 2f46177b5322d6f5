package solo.shell.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.jline.utils.InfoCmp;
import solo.core.control.FrameException;

/**
 * The client's terminal as seen here: keys come as input, what is shown goes as output, and the
 * line discipline between them is the container's, since the client's own is switched off.
 */
final class RemoteTerminal extends LineDisciplineTerminal {
  /** Where the client does not know the size of its terminal. */
  private static final Size USUAL = new Size(80, 24);

  private final StandardInput keys;
  private boolean hidden;

  RemoteTerminal(String type, Charset encoding, StandardInput keys, Outbox outbox)
      throws IOException {
    super("solo", known(type), outbox.screen(), encoding, SignalHandler.SIG_IGN);
    this.keys = keys;
  }

  /** The type, or what nearly all terminals understand where this machine knows no such type. */
  private static String known(String type) {
    try {
      InfoCmp.getInfoCmp(type);
      return type;
    } catch (IOException e) {
      return "ansi";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "ansi";
    }
  }

  /** Shows a size; what is on the screen is drawn anew. */
  void resize(int columns, int rows) {
    setSize(columns > 0 && rows > 0 ? new Size(columns, rows) : USUAL);
    raise(Signal.WINCH);
  }

  /**
   * Takes what was typed. An interrupt is not queued behind what nobody reads: it acts at once, and
   * as on any terminal what was typed before it is forgotten.
   */
  void type(byte[] bytes) throws FrameException {
    int begin = afterInterrupt(bytes);
    if (begin == 0) {
      keys.add(bytes);
    } else {
      keys.replace(bytes, begin);
      forget();
      raise(Signal.INT);
    }
  }

  /** Else a line that is read after the interrupt would run, and nothing end it. */
  private void forget() {
    try {
      while (slaveInput.available() > 0 && slaveInput.read(1L) >= 0) {
        // thrown away
      }
    } catch (IOException e) {
      // The terminal is closed.
    }
  }

  /** Where what follows the last interrupt begins; 0 where there is none. */
  private int afterInterrupt(byte[] bytes) {
    int interrupt = attributes.getControlChar(ControlChar.VINTR);
    int at = attributes.getLocalFlag(LocalFlag.ISIG) ? bytes.length : 0;
    while (at > 0 && bytes[at - 1] != interrupt) {
      at--;
    }
    return at;
  }

  /**
   * Moves what was typed through the line discipline until there is no more; key by key, so that an
   * interrupt finds all but one where they are forgotten.
   */
  void pump() {
    try {
      int key = keys.read();
      while (key >= 0) {
        processInputByte(key);
        key = keys.read();
      }
    } catch (IOException e) {
      // The terminal is closed, or the client is gone.
    } finally {
      endQuietly();
    }
  }

  private void endQuietly() {
    try {
      slaveInput.close();
    } catch (IOException e) {
      // Closed is what it should be.
    }
  }

  /** Shows nothing by itself: who handles the signal may have to wait for a slow client. */
  @Override
  protected void echoSignal(Signal signal) {}

  /** Hides what is typed by the line discipline here; nothing of it goes to the client. */
  HiddenInput.Prompter prompter(PrintStream screen) {
    return new HiddenInput.Prompter() {
      @Override
      public void begin(String prompt) throws IOException {
        hide();
        screen.print(prompt);
        screen.flush();
      }

      @Override
      public void end() {
        reveal();
        screen.println();
      }
    };
  }

  /** A command that was given up must not change what the line editor has set since. */
  private synchronized void hide() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
    hidden = true;
    echo(false);
  }

  /** Shows what is typed, if it was hidden; before the line editor takes the terminal. */
  synchronized void reveal() {
    if (hidden) {
      hidden = false;
      echo(true);
    }
  }

  /** What a command reads: Ctrl-D is the end of its input, unless the command wants every key. */
  InputStream commandInput() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        int key = input().read();
        boolean lines = attributes.getLocalFlag(LocalFlag.ICANON);
        return lines && key == attributes.getControlChar(ControlChar.VEOF) ? -1 : key;
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
          return 0;
        }
        int key = read();
        if (key >= 0) {
          bytes[from] = (byte) key;
        }
        return key < 0 ? -1 : 1;
      }

      @Override
      public int available() throws IOException {
        return input().available();
      }
    };
  }
}
