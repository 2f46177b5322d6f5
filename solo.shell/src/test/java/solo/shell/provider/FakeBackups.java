package solo.shell.provider;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import solo.core.backup.Backups;
import solo.core.capability.Caller;

/** Writes no file, and tells where to. */
final class FakeBackups implements Backups {
  private final FakeContainer container;

  List<Path> leftovers = List.of();

  FakeBackups(FakeContainer container) {
    this.container = container;
  }

  @Override
  public Backup write(Path file, Caller caller, String reason, Consumer<String> progress)
      throws InterruptedException {
    progress.accept("backup: events");
    if (file.endsWith("interrupted.zip")) {
      throw new InterruptedException();
    }
    container.reasons.add(reason);
    return new Backup(file, "ab".repeat(32), 85, "cd".repeat(32), 1_234_567, 3, 86, leftovers);
  }
}
