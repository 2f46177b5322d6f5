package solo.core.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import solo.core.lifecycle.Directories;

/** Directories below one. */
public record TestDirectories(Path root) implements Directories {

  /** Makes the data directory. */
  public TestDirectories {
    try {
      Files.createDirectories(root.resolve("data"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Path data() {
    return root.resolve("data");
  }

  @Override
  public Path deploy() {
    return root.resolve("deploy");
  }

  @Override
  public Path config() {
    return root.resolve("etc");
  }

  @Override
  public Path state() {
    return root.resolve("state");
  }
}
