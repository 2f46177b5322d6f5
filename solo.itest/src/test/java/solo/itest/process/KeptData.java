package solo.itest.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import solo.itest.harness.SoloHome;

/** A data and a state directory as one file, for versions to come. */
final class KeptData {
  /**
   * What no later version reads: what only a running process needs, and what others may not see.
   */
  private static final List<String> LEFT_OUT =
      List.of("data/cache", "data/log", "data/lock", "data/pid", "data/socket", "data/links");

  private KeptData() {}

  /** Writes what is in a home whose process has ended. */
  static void zip(SoloHome home, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      add(zip, home.data(), "data");
      add(zip, home.state(), "state");
    }
  }

  private static void add(ZipOutputStream zip, Path from, String as) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = as + "/" + from.relativize(file);
        if (LEFT_OUT.stream().noneMatch(out -> name.equals(out) || name.startsWith(out + "/"))) {
          ZipEntry entry = new ZipEntry(name);
          entry.setLastModifiedTime(FileTime.fromMillis(0));
          zip.putNextEntry(entry);
          Files.copy(file, zip);
          zip.closeEntry();
        }
      }
    }
  }

  /** Puts what was kept into a home in which nothing has run. */
  static void unzip(String resource, SoloHome home) {
    unzip(resource, "", home);
  }

  /** Puts that of it which has a name that begins so. */
  static void unzip(String resource, String begin, SoloHome home) {
    try (InputStream in = KeptData.class.getResourceAsStream(resource);
        ZipInputStream zip = new ZipInputStream(in)) {
      directory(home.data());
      directory(home.state());
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().startsWith(begin)) {
          put(zip, target(home, entry.getName()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(InputStream from, Path file) throws IOException {
    directory(file.getParent());
    Files.copy(from, file);
    boolean key = file.endsWith("vault.key");
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(key ? "r--------" : "rw-------"));
  }

  private static Path target(SoloHome home, String name) {
    String inside = name.substring(name.indexOf('/') + 1);
    return (name.startsWith("data/") ? home.data() : home.state()).resolve(inside);
  }

  private static void directory(Path directory) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
