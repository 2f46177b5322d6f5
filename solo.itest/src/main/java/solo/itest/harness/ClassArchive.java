package solo.itest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The JDK's, the framework's and the launcher's classes as one start of the real process loaded
 * them, mapped into each later process instead of being read and parsed again: JEP 350. Made once
 * for each build and JDK; a JVM that cannot use it says nothing and does without.
 */
final class ClassArchive {
  private static final Path LIB = SoloHome.CHECKOUT.resolve("cnf/target/distribution/lib");
  private static final String QUIET = "-Xlog:cds=off,cds+dynamic=off";

  private ClassArchive() {}

  /** The options of a JVM that uses it. */
  static List<String> options() {
    try {
      return List.of(QUIET, "-XX:SharedArchiveFile=" + made());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path made() throws IOException {
    Path directory =
        Files.createDirectories(Path.of(System.getProperty("solo.itest.work")).resolve("classes"));
    Path archive = directory.resolve(name());
    Path lock = directory.resolve("lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock alone = channel.lock()) {
      if (!Files.exists(archive)) {
        make(archive);
      }
    }
    return archive;
  }

  /** By what is in it: to the JVM a jar of the same size and time is the same one. */
  private static String name() throws IOException {
    CRC32C crc = new CRC32C();
    for (String jar : List.of("solo.launcher.jar", "org.apache.felix.framework.jar")) {
      crc.update(Files.readAllBytes(LIB.resolve(jar)));
    }
    return "%s-%08x.jsa".formatted(Runtime.version(), crc.getValue());
  }

  private static void make(Path archive) throws IOException {
    Path part = archive.resolveSibling(archive.getFileName() + ".part");
    Files.deleteIfExists(part);
    try (SoloHome home = SoloHome.open("classes")) {
      home.jvmOptions(SoloHome.QUICK)
          .jvmOption(QUIET)
          .jvmOption("-XX:ArchiveClassesAtExit=" + part);
      int exit = home.start().sigterm();
      if (exit != 0 || !Files.exists(part)) {
        throw new IOException("no archive of classes was made: exit code " + exit);
      }
    }
    Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
  }
}
