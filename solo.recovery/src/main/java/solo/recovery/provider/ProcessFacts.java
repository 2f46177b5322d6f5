package solo.recovery.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.log.Logger;
import solo.core.event.Payload;

/**
 * What {@code system_started} says of the process.
 *
 * @param kernelBoot the kernel's boot id, empty where the system has none
 */
record ProcessFacts(String soloVersion, String javaVersion, long pid, String kernelBoot) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** Those of this process. */
  static ProcessFacts read(String soloVersion, Logger log) {
    return new ProcessFacts(
        soloVersion, Runtime.version().toString(), ProcessHandle.current().pid(), bootId(log));
  }

  private static String bootId(Logger log) {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      log.debug("no kernel boot id: {}", e.toString());
      return "";
    }
  }

  Payload.SystemStarted started(boolean lastStopClean) {
    return new Payload.SystemStarted(soloVersion, javaVersion, pid, kernelBoot, lastStopClean);
  }
}
