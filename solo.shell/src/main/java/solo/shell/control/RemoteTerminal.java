package solo.shell.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.function.Predicate;
import org.apache.felix.service.command.Job;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.jline.utils.InfoCmp;
import org.jline.utils.NonBlocking;
import org.jline.utils.NonBlockingReader;
import solo.core.control.FrameException;

/**
 * The client's terminal as seen here: keys come as input, what is shown goes as output, and the
 * line discipline between them is the container's, since the client's own is switched off.
 */
final class RemoteTerminal extends LineDisciplineTerminal {
  /** Where the client does not know the size of its terminal. */
  private static final Size USUAL = new Size(80, 24);

  private final StandardInput keys;
  private Thread hider;
  private final Keyboard keyboard;
  private final NonBlockingReader characters;
  private final Screen screen = new Screen(super::processOutputByte, masterOutput);
  private final Object interrupts = new Object();
  private final PrintWriter writer;

  RemoteTerminal(String type, Charset encoding, StandardInput keys, Outbox outbox)
      throws IOException {
    super("solo", known(type), outbox.screen(), encoding, SignalHandler.SIG_IGN);
    this.keys = keys;
    keyboard = new Keyboard(slaveInput);
    characters = NonBlocking.nonBlocking("solo", keyboard, encoding);
    writer = new PrintWriter(new OutputStreamWriter(screen, encoding));
  }

  /** From now on nothing is shown of what such jobs print. */
  void ignore(Predicate<Job> jobs) {
    screen.ignore(jobs);
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
    int interrupt;
    int at;
    synchronized (attributes) {
      interrupt = attributes.getControlChar(ControlChar.VINTR);
      at = attributes.getLocalFlag(LocalFlag.ISIG) ? bytes.length : 0;
    }
    while (at > 0 && bytes[at - 1] != interrupt) {
      at--;
    }
    return at;
  }

  /** At once: an interrupt that came in between would be no interrupt. */
  @Override
  public void setAttributes(Attributes attributes) {
    synchronized (this.attributes) {
      super.setAttributes(attributes);
    }
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
      keyboard.close();
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
        revealOwn();
        screen.println();
      }
    };
  }

  /** A command that was given up must not change what the line editor has set since. */
  private synchronized void hide() throws IOException {
    if (Thread.currentThread().isInterrupted() || screen.ignoresMe()) {
      throw new InterruptedIOException("interrupted");
    }
    hider = Thread.currentThread();
    echo(false);
  }

  /** What another has hidden since stays hidden. */
  private synchronized void revealOwn() {
    if (hider == Thread.currentThread()) {
      reveal();
    }
  }

  /** Shows what is typed, if it was hidden; before the line editor takes the terminal. */
  synchronized void reveal() {
    if (hider != null) {
      hider = null;
      echo(true);
    }
  }

  /**
   * Whoever takes over interrupts is told of all that come from then on, and no one else is: the
   * line editor would lose one that came late. Other signals may wait for a slow client.
   */
  @Override
  public SignalHandler handle(Signal signal, SignalHandler handler) {
    if (signal != Signal.INT) {
      return super.handle(signal, handler);
    }
    synchronized (interrupts) {
      return super.handle(signal, handler);
    }
  }

  @Override
  public void raise(Signal signal) {
    if (signal != Signal.INT) {
      super.raise(signal);
      return;
    }
    synchronized (interrupts) {
      super.raise(signal);
    }
  }

  @Override
  public InputStream input() {
    return keyboard;
  }

  @Override
  public NonBlockingReader reader() {
    return characters;
  }

  @Override
  public OutputStream output() {
    return screen;
  }

  @Override
  public PrintWriter writer() {
    return writer;
  }

  /** For echo: not in the middle of what is shown just then. */
  @Override
  protected void processOutputByte(int c) throws IOException {
    screen.echo(c);
  }

  /** What a command reads: Ctrl-D is the end of its input, unless the command wants every key. */
  InputStream commandInput() {
    return new CommandInput(keyboard, attributes);
  }
}
