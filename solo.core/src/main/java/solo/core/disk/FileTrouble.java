package solo.core.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** What is wrong with a file, in words for people: the JDK's own name a file, or only a class. */
public final class FileTrouble {
  private static final String ROOM = "free some space, then try again";

  private FileTrouble() {}

  /** The reason on its own, not the file's name; never empty. */
  public static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or directory";
    }
    if (failure instanceof FileAlreadyExistsException file && file.getReason() == null) {
      return "it is there already";
    }
    String reason =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    return reason == null || reason.isBlank() ? words(failure) : reason;
  }

  /** What to do, empty where the reason says it already or there is nothing to advise. */
  public static String advice(IOException failure) {
    String reason = reason(failure).toLowerCase(Locale.ROOT);
    if (reason.contains(ROOM)) {
      return "";
    }
    if (reason.contains("no space left") || reason.contains("quota exceeded")) {
      return "; " + ROOM;
    }
    if (failure instanceof AccessDeniedException
        || reason.contains("read-only")
        || reason.contains("permitted")) {
      return "; let the container's user write there, or name another place";
    }
    return "";
  }

  /** {@code <file> cannot be written: } why, and what to do. */
  public static String writing(Path file, IOException failure) {
    return "%s cannot be written: %s%s".formatted(file, reason(failure), advice(failure));
  }

  /** {@code stale file handle} of a StaleFileHandleException, which says it by its name alone. */
  private static String words(IOException failure) {
    return failure
        .getClass()
        .getSimpleName()
        .replaceAll("Exception$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }
}
