package solo.shell.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;

/** A bundle that comes as a command's input, in a file of its own while it is deployed. */
record PipedBundle(Path file) implements AutoCloseable {
  /** In place of a file's name. */
  static final String NAME = "-";

  private static final long MAX_BYTES = 1L << 30;
  private static final int CHUNK = 64 * 1024;

  /**
   * Reads the input to its end.
   *
   * @throws CommandException when there is none, or too much; nothing is left behind
   */
  static PipedBundle read(CommandSession session) throws IOException, CommandException {
    Process process = Process.Utils.current();
    InputStream in = process == null ? session.getKeyboard() : process.in();
    PipedBundle bundle = new PipedBundle(Files.createTempFile("solo-", ".jar"));
    try {
      bundle.fill(in);
      return bundle;
    } catch (IOException | CommandException e) {
      bundle.close();
      throw e;
    }
  }

  private void fill(InputStream in) throws IOException, CommandException {
    long size = 0;
    byte[] chunk = new byte[CHUNK];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        size += n;
        if (size > MAX_BYTES) {
          throw new CommandException("the input is longer than %d bytes".formatted(MAX_BYTES));
        }
        out.write(chunk, 0, n);
      }
    }
    if (size == 0) {
      throw new CommandException("no bundle came as input: deploy --name orders - < orders.jar");
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
