package solo.shell.control;

import java.io.IOException;
import java.io.InputStream;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;

/** What a command reads of a terminal: key by key, to Ctrl-D unless it wants every key. */
final class CommandInput extends InputStream {
  private final Keyboard keyboard;
  private final Attributes attributes;

  CommandInput(Keyboard keyboard, Attributes attributes) {
    this.keyboard = keyboard;
    this.attributes = attributes;
  }

  @Override
  public int read() throws IOException {
    int key = keyboard.read();
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
  public int available() {
    return keyboard.available();
  }
}
