package solo.capability.projection;

import java.nio.file.Path;
import solo.core.event.EventStore;

/**
 * Where a projection is and of what.
 *
 * @param directory made where it is not there
 * @param name of its files, such as {@code tokens} for {@code tokens.mv}
 * @param format of its values: the name, a dash and a number
 * @param events the log
 * @param kernelBoot the kernel's boot id, empty where it is not known
 * @param scheme what MVStore's file names begin with, empty but in tests
 */
public record Setup(
    Path directory,
    String name,
    String format,
    EventStore events,
    String kernelBoot,
    String scheme) {

  /** One of this kernel's boot. */
  public static Setup of(Path directory, String name, int format, EventStore events) {
    return new Setup(directory, name, name + "-" + format, events, KernelBoot.id(), "");
  }

  /** The MVStore's file. */
  public Path file() {
    return directory.resolve(name + ".mv");
  }

  /** It exists while the file is open, and holds the kernel's boot id. */
  Path marker() {
    return directory.resolve(name + ".boot");
  }

  String location() {
    return scheme + file();
  }
}
