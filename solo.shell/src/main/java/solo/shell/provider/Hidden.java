package solo.shell.provider;

import java.io.IOException;
import java.util.Arrays;
import org.apache.felix.service.command.CommandSession;
import solo.shell.control.HiddenInput;

/** What commands ask for that nobody is to see; what is new is typed twice. */
final class Hidden {
  private final Source source;

  /** Where it comes from, as of {@link HiddenInput}. */
  interface Source {
    boolean typed(CommandSession session);

    byte[] read(CommandSession session, String prompt, int maxBytes) throws IOException;

    char[] readChars(CommandSession session, String prompt, int maxBytes) throws IOException;
  }

  Hidden(Source source) {
    this.source = source;
  }

  /** From the session's client. */
  static Hidden ofSession() {
    return new Hidden(
        new Source() {
          @Override
          public boolean typed(CommandSession session) {
            return HiddenInput.typed(session);
          }

          @Override
          public byte[] read(CommandSession session, String prompt, int maxBytes)
              throws IOException {
            return HiddenInput.read(session, prompt, maxBytes);
          }

          @Override
          public char[] readChars(CommandSession session, String prompt, int maxBytes)
              throws IOException {
            return HiddenInput.readChars(session, prompt, maxBytes);
          }
        });
  }

  /**
   * A new value.
   *
   * @return the caller's to wipe
   * @throws CommandException when there is none, or it was not typed alike
   */
  byte[] value(CommandSession session, int maxBytes) throws CommandException, IOException {
    byte[] value = source.read(session, "value: ", maxBytes);
    requireSome(value.length, "value");
    if (source.typed(session)) {
      byte[] again = source.read(session, "value again: ", maxBytes);
      boolean alike = Arrays.equals(value, again);
      Arrays.fill(again, (byte) 0);
      if (!alike) {
        Arrays.fill(value, (byte) 0);
        throw differs();
      }
    }
    return value;
  }

  /**
   * A passphrase.
   *
   * @param fresh whether it is a new one
   * @return the caller's to wipe
   * @throws CommandException when there is none, or a new one was not typed alike
   */
  char[] passphrase(CommandSession session, boolean fresh, int maxBytes)
      throws CommandException, IOException {
    String what = fresh ? "new passphrase" : "passphrase";
    char[] typed = source.readChars(session, what + ": ", maxBytes);
    requireSome(typed.length, what);
    if (fresh && source.typed(session)) {
      char[] again = source.readChars(session, what + " again: ", maxBytes);
      boolean alike = Arrays.equals(typed, again);
      Arrays.fill(again, '\0');
      if (!alike) {
        Arrays.fill(typed, '\0');
        throw differs();
      }
    }
    return typed;
  }

  private static void requireSome(int length, String what) throws CommandException {
    if (length == 0) {
      throw new CommandException(
          "there is no %s: type it at the prompt, or pipe it to the command".formatted(what));
    }
  }

  private static CommandException differs() {
    return new CommandException("what was typed differs: nothing was changed");
  }
}
