package solo.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One life of one process: a process id is given again, and the clock may be set, so on Linux the
 * kernel's boot id and the process's start in ticks since that boot say which life is meant.
 */
record ProcessIdentity(long pid, String birth) {

  static ProcessIdentity own() {
    long pid = ProcessHandle.current().pid();
    return new ProcessIdentity(pid, birthOf(pid).orElse("unknown"));
  }

  /** The process that has the id now. */
  static Optional<ProcessIdentity> of(long pid) {
    return birthOf(pid).map(birth -> new ProcessIdentity(pid, birth));
  }

  /** Whether this very process is still there. */
  boolean alive() {
    return birthOf(pid).filter(birth::equals).isPresent();
  }

  /** The last thread to end gives the files back, and the lock: the first may be dead before. */
  private static boolean hasThreads(long pid) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return threads.count() > 1;
    }
  }

  private static Optional<String> birthOf(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The command, in brackets, may hold blanks and brackets; the state follows it, and the
      // start is the twentieth field counted from the state.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      boolean dead = fields[0].equals("X") || fields[0].equals("Z") && !hasThreads(pid);
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return dead ? Optional.empty() : Optional.of(boot + "/" + fields[19]);
    } catch (IOException | UncheckedIOException | IndexOutOfBoundsException e) {
      return Files.isDirectory(Path.of("/proc/self"))
          ? Optional.empty()
          : ProcessHandle.of(pid)
              .filter(ProcessHandle::isAlive)
              .map(
                  process -> process.info().startInstant().map(Object::toString).orElse("unknown"));
    }
  }
}
