package solo.core.deployer;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import solo.core.deploy.Artifacts;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;

/** Tells a full disk from another fault; Java has no exception of its own for it. */
final class DiskFull {
  private static final String ANY_DIGEST = "0".repeat(64);
  private static final long ROOM_BYTES = 256 * 1024;
  private static final String LIMIT = "File too large";

  private DiskFull() {}

  /** Whether a failed write is explained by a lack of room. */
  static boolean explains(IOException failure, Artifacts artifacts) {
    if (isTold(failure)) {
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

  /** Whether a failure, or what it comes from, says so. */
  static boolean isTold(Throwable failure) {
    return says(failure, "No space left") || says(failure, "quota exceeded") || limits(failure);
  }

  /** The refusal, with what to do about it. */
  static DeployException refusal(Throwable failure, Artifacts artifacts) {
    String why =
        limits(failure)
            ? "it is larger than this process may make a file; nothing was changed: raise that"
                + " limit (ulimit -f) and start Solo again"
            : "the disk of %s is full; nothing was changed: free some space, then try again"
                .formatted(artifacts.path(ANY_DIGEST).getParent());
    return new DeployException(Cause.DISK_FULL, why, 0);
  }

  private static boolean limits(Throwable failure) {
    return says(failure, LIMIT);
  }

  private static boolean says(Throwable failure, String words) {
    return Stream.iterate(failure, one -> one != null, Throwable::getCause)
        .limit(10)
        .anyMatch(one -> String.valueOf(one.getMessage()).contains(words));
  }
}
