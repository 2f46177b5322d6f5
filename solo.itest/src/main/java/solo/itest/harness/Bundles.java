package solo.itest.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** What the suites deploy: the examples, real bundles, and variants made of them. */
public final class Bundles {
  private Bundles() {}

  /** An example or a third party's bundle by its artifact id, such as {@code greeter}. */
  public static Path named(String artifactId) {
    Path jar = Path.of(System.getProperty("solo.itest.bundles"), artifactId + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new AssertionError("the build has not put " + jar + " there");
    }
    return jar;
  }

  /** A recorder under another symbolic name, so that each has bytes of its own. */
  public static Path recorder(Path directory, String symbolicName, String version) {
    return variant(
        named("recorder"),
        directory.resolve(symbolicName + "-" + version + ".jar"),
        Map.of("Bundle-SymbolicName", symbolicName, "Bundle-Version", version));
  }

  /** A recorder with that many bytes, about, that cannot be compressed. */
  public static Path padded(Path directory, String symbolicName, int bytes) {
    byte[] noise = new byte[bytes];
    new Random(symbolicName.hashCode()).nextBytes(noise);
    Path jar = recorder(directory, symbolicName, "1.0.0");
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Files.write(zip.getPath("noise"), noise);
      return jar;
    } catch (IOException e) {
      throw new AssertionError("cannot pad " + jar, e);
    }
  }

  /** The same bundle with some of its manifest's headers set to other values. */
  public static Path variant(Path original, Path target, Map<String, String> headers) {
    try (JarFile from = new JarFile(original.toFile())) {
      Manifest manifest = new Manifest(from.getManifest());
      Attributes main = manifest.getMainAttributes();
      new LinkedHashMap<>(headers).forEach(main::putValue);
      try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(target), manifest)) {
        copyEntries(from, to);
      }
      return target;
    } catch (IOException e) {
      throw new AssertionError("cannot make " + target + " of " + original, e);
    }
  }

  private static void copyEntries(JarFile from, JarOutputStream to) throws IOException {
    for (JarEntry entry : (Iterable<JarEntry>) from.stream()::iterator) {
      if (entry.isDirectory() || entry.getName().equals(JarFile.MANIFEST_NAME)) {
        continue;
      }
      to.putNextEntry(new JarEntry(entry.getName()));
      try (InputStream bytes = from.getInputStream(entry)) {
        bytes.transferTo(to);
      }
      to.closeEntry();
    }
  }

  /** SHA-256 of a file's bytes, 64 lower-case hex digits. */
  public static String digest(Path file) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(file)));
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new AssertionError("cannot digest " + file, e);
    }
  }
}
