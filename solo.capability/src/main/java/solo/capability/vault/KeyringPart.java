package solo.capability.vault;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.backup.BackupPart;
import solo.core.lifecycle.Directories;

/**
 * The keyring as it is, for a backup: every key in it is wrapped by the master key, which is never
 * in a backup. One that is not whole is an error. No keyring is fine.
 */
@Component
public final class KeyringPart implements BackupPart {
  private final Path file;

  /** The keyring of the data directory. */
  @Activate
  public KeyringPart(@Reference Directories directories) {
    file = directories.data().resolve("vault").resolve(KeyringFile.NAME);
  }

  @Override
  public String name() {
    return "keyring";
  }

  @Override
  public void add(Sink sink, long atId) throws IOException {
    if (Files.notExists(file)) {
      return;
    }
    try (InputStream in = new FileInputStream(file.toFile())) {
      byte[] bytes = in.readAllBytes();
      try {
        KeyringFormat.decode(bytes);
      } catch (IOException e) {
        throw new IOException("%s cannot be backed up: %s".formatted(file, e.getMessage()), e);
      }
      sink.add("vault/keyring", new ByteArrayInputStream(bytes));
    }
  }
}
