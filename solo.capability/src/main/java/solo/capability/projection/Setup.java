package solo.capability.projection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import solo.core.disk.AtomicFile;
import solo.core.disk.Disk;
import solo.core.event.EventStore;

/**
 * Where a projection is and of what.
 *
 * @param directory made where it is not there
 * @param events the log
 * @param kernelBoot the kernel's boot id, empty where it is not known
 * @param scheme what MVStore's file names begin with, empty but in tests
 * @param disk of all that is not MVStore's
 */
public record Setup(
    Path directory, Form form, EventStore events, String kernelBoot, String scheme, Disk disk) {
  private static final int LONGEST_MARKER = 256;

  /** One on the file system. */
  public Setup(Path directory, Form form, EventStore events, String kernelBoot, String scheme) {
    this(directory, form, events, kernelBoot, scheme, Disk.real());
  }

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

  /** Whether it was open when a kernel stopped that is not this one: then it is not trusted. */
  public boolean isOfAnotherBoot() {
    try {
      return disk.exists(marker()) && (kernelBoot.isEmpty() || !isMarkedBy(kernelBoot));
    } catch (IOException e) {
      return true;
    }
  }

  private boolean isMarkedBy(String boot) throws IOException {
    byte[] text = AtomicFile.read(disk, marker(), LONGEST_MARKER);
    return new String(text, StandardCharsets.ISO_8859_1).equals(boot);
  }

  String location() {
    return scheme + file();
  }
}
