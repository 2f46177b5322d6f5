package solo.shell.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.felix.service.command.CommandSession;

/** Types at hidden prompts, or stands behind a pipe. */
final class Typist implements Hidden.Source {
  final Deque<byte[]> input = new ArrayDeque<>();
  final List<String> prompts = new ArrayList<>();
  final List<byte[]> handedOut = new ArrayList<>();
  final List<char[]> handedOutChars = new ArrayList<>();
  boolean types;

  @Override
  public boolean typed(CommandSession session) {
    return types;
  }

  @Override
  public byte[] read(CommandSession session, String prompt, int maxBytes) throws IOException {
    prompts.add(prompt);
    byte[] next = input.isEmpty() ? new byte[0] : input.remove();
    if (next.length > maxBytes) {
      throw new IOException("the input is longer than %d bytes".formatted(maxBytes));
    }
    handedOut.add(next);
    return next;
  }

  @Override
  public char[] readChars(CommandSession session, String prompt, int maxBytes) throws IOException {
    char[] chars = new String(read(session, prompt, maxBytes), UTF_8).toCharArray();
    handedOut.remove(handedOut.size() - 1);
    handedOutChars.add(chars);
    return chars;
  }

  void types(String... lines) {
    types = true;
    for (String line : lines) {
      input.add(line.getBytes(UTF_8));
    }
  }

  void pipes(byte[] bytes) {
    types = false;
    input.add(bytes.clone());
  }
}
