package solo.shell.control;

import java.io.IOException;
import java.io.PrintStream;
import solo.core.control.Frame;

/** Has the client hide what is typed on its terminal, whose line discipline is its own. */
final class EchoSwitch implements HiddenInput.Prompter {
  private final Outbox outbox;
  private final PrintStream screen;

  EchoSwitch(Outbox outbox, PrintStream screen) {
    this.outbox = outbox;
    this.screen = screen;
  }

  /** The echo is off before anybody is asked. */
  @Override
  public void begin(String prompt) throws IOException {
    outbox.putWhole(Frame.echo(false));
    screen.print(prompt);
    screen.flush();
  }

  @Override
  public void end() throws IOException {
    screen.println();
    screen.flush();
    outbox.putWhole(Frame.echo(true));
  }
}
