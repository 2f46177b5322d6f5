package solo.core.deployer;

import java.io.IOException;
import java.nio.file.Files;
import solo.core.deploy.Artifacts;

/** Tells a full disk from another fault; Java has no exception of its own for it. */
final class DiskFull {
  private static final String ANY_DIGEST = "0".repeat(64);
  private static final long ROOM_BYTES = 256 * 1024;

  private DiskFull() {}

  /** Whether a failed write is explained by a lack of room. */
  static boolean explains(IOException failure, Artifacts artifacts) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("No space left") || message.contains("quota exceeded")) {
      return true;
    }
    // The message is in the language of the system; the room that is left is not.
    try {
      return Files.getFileStore(artifacts.path(ANY_DIGEST).getParent()).getUsableSpace()
          < ROOM_BYTES;
    } catch (IOException unknown) {
      return false;
    }
  }
}
