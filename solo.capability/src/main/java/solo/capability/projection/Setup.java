package solo.capability.projection;

import java.nio.file.Path;
import solo.core.event.EventStore;

/**
 * Where a projection is and of what.
 *
 * @param directory made where it is not there
 * @param events the log
 * @param kernelBoot the kernel's boot id, empty where it is not known
 * @param scheme what MVStore's file names begin with, empty but in tests
 */
public record Setup(
    Path directory, Form form, EventStore events, String kernelBoot, String scheme) {

  /** One of this kernel's boot. */
  public static Setup of(Path directory, Form form, EventStore events) {
    return new Setup(directory, form, events, KernelBoot.id(), "");
  }

  /** The MVStore's file. */
  public Path file() {
    return directory.resolve(form.name() + ".mv");
  }

  /** It exists while the file is open, and holds the kernel's boot id. */
  Path marker() {
    return directory.resolve(form.name() + ".boot");
  }

  String location() {
    return scheme + file();
  }
}
