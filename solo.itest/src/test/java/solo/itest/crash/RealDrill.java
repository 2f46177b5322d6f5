package solo.itest.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Consumer;
import solo.itest.crash.Machine.Backup;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** A restore with the real client, and a real process on what it made. */
final class RealDrill {
  private static final int KILLED = 137;

  private RealDrill() {}

  /** Hands over the container that runs there, and removes all of it. */
  static void run(Backup backup, Optional<String> failpoint, Consumer<SoloProcess> look) {
    try (SoloHome elsewhere = SoloHome.open("drill")) {
      RealMachine.configure(elsewhere);
      failpoint.ifPresent(point -> dies(elsewhere, backup, point));
      if (!Files.exists(elsewhere.data())) {
        elsewhere.client("restore", backup.file().toString()).expect(0);
      }
      Path key = elsewhere.state().resolve("vault.key");
      Files.copy(backup.keyCopy(), key);
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
      look.accept(elsewhere.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void dies(SoloHome elsewhere, Backup backup, String point) {
    elsewhere.set("solo.failpoint", point);
    elsewhere.client("restore", backup.file().toString()).expect(KILLED);
    elsewhere.unset("solo.failpoint");
  }
}
