package solo.itest.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.AssumptionViolatedException;

/** A disk of a few megabytes that a test can fill to the last byte, or the last file. */
public final class SmallDisk implements AutoCloseable {
  private static final String BALLAST = "ballast";
  private static final byte[] BLOCK = new byte[4096];

  private final Path at;
  private int taken;

  private SmallDisk(Path at) {
    this.at = at;
  }

  /**
   * Mounts one.
   *
   * @param options of tmpfs, such as {@code size=24m}
   * @throws AssumptionViolatedException where this user may not mount, and says so on standard
   *     error
   */
  public static SmallDisk mount(Path at, String options) {
    try {
      Files.createDirectories(at);
      if (run("mount", "-t", "tmpfs", "-o", options + ",mode=0700", "solo-itest", at.toString())) {
        return new SmallDisk(at);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String why =
        "NOT TESTED: a full disk, since this user may not mount a tmpfs; run it as root, or by unshare -rm";
    System.err.println(why);
    throw new AssumptionViolatedException(why);
  }

  /** Takes all the room that is left, but not the files. */
  public void fill() {
    try (OutputStream out = Files.newOutputStream(unused(BALLAST))) {
      while (true) {
        out.write(BLOCK);
      }
    } catch (IOException full) {
      requireFull(full);
    }
  }

  /** Takes all the files that are left, but not the room. */
  public void fillWithFiles() {
    try {
      while (true) {
        Files.createFile(unused(BALLAST));
      }
    } catch (IOException full) {
      requireFull(full);
    }
  }

  /** Gives back what was taken. */
  public void free() {
    try {
      while (taken >= 0) {
        Files.deleteIfExists(at.resolve(BALLAST + taken--));
      }
      taken = 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path unused(String name) {
    while (Files.exists(at.resolve(name + taken))) {
      taken++;
    }
    return at.resolve(name + taken);
  }

  private void requireFull(IOException failure) {
    if (!String.valueOf(failure.getMessage()).contains("No space left")) {
      throw new UncheckedIOException("could not fill " + at, failure);
    }
  }

  /** Takes the disk away; what still uses it keeps it until it ends. */
  @Override
  public void close() {
    try {
      if (!run("umount", "--lazy", at.toString())) {
        throw new AssertionError("cannot unmount " + at);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)
          && process.exitValue() == 0;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted in " + String.join(" ", command), e);
    }
  }
}
