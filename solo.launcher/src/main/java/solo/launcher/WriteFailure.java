package solo.launcher;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.stream.Stream;
import solo.core.lifecycle.ExitCode;

/** Tells a disk that fails, which a restart may find mended, from a place that cannot be used. */
final class WriteFailure {
  /** The system's words for a full disk, a used-up quota and one that does not work. */
  private static final String DISK =
      "(?is).*(no space left on device|quota exceeded|file too large|input/output error).*";

  private static final String FULL = "(?is).*(no space left on device|quota exceeded).*";

  private WriteFailure() {}

  /** The end of a start that could not write, with the reason in plain words. */
  static LaunchException of(String what, IOException failure) {
    return new LaunchException(ofWriting(failure), what + ": " + reason(failure) + advice(failure));
  }

  /** What to do about a full disk, empty for any other failure. */
  static String advice(Throwable failure) {
    return says(failure, FULL) ? "; free some space there, then start again" : "";
  }

  private static ExitCode ofWriting(IOException failure) {
    boolean named =
        failure instanceof FileSystemException || failure instanceof FileNotFoundException;
    // Only what failed after a file was opened names none, so the place is usable.
    return named ? code(failure) : ExitCode.IO_FAILURE;
  }

  /** {@link ExitCode#IO_FAILURE} where the disk is the cause of the cause, else the place is. */
  static ExitCode code(Throwable failure) {
    return says(failure, DISK) ? ExitCode.IO_FAILURE : ExitCode.BAD_CONFIGURATION;
  }

  private static boolean says(Throwable failure, String words) {
    return Stream.iterate(failure, one -> one != null, Throwable::getCause)
        .limit(10)
        .anyMatch(one -> one.getMessage() != null && one.getMessage().matches(words));
  }

  /** The file and what is wrong with it, without the name of a class. */
  static String reason(IOException failure) {
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return file instanceof AccessDeniedException
          ? file.getFile() + ": permission denied"
          : file.getFile() + ": " + words(file);
    }
    return failure.getMessage() == null ? words(failure) : failure.getMessage();
  }

  /** {@code no such file} of a NoSuchFileException, which says it by its name alone. */
  private static String words(IOException failure) {
    return failure
        .getClass()
        .getSimpleName()
        .replaceAll("Exception$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }
}
