package solo.capability.projection;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Which boot of the kernel this is. */
public final class KernelBoot {
  private static final String FILE = "/proc/sys/kernel/random/boot_id";
  private static final int LONGEST = 64;

  private KernelBoot() {}

  /** Its id; empty where there is none to read, and then every boot counts as another. */
  public static String id() {
    try (InputStream in = new FileInputStream(FILE)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
