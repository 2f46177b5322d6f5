package solo.shell.control;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a client is: names of files in its commands are relative to it. */
final class WorkingDirectory {
  private WorkingDirectory() {}

  /** The path; it need not exist. */
  static Path of(String name) throws IOException {
    try {
      Path directory = Path.of(name);
      if (directory.isAbsolute()) {
        return directory;
      }
    } catch (InvalidPathException e) {
      throw new IOException("the working directory cannot be used: " + e.getMessage(), e);
    }
    throw new IOException("the working directory is not absolute");
  }
}
