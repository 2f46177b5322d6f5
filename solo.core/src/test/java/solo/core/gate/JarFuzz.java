package solo.core.gate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.Constants;
import solo.core.deploy.DeployException;
import solo.core.deploy.Gate.Passed;
import solo.core.testing.Loggers;
import solo.core.testing.TestDirectories;

/** Any bytes as a jar: refused, or a bundle that the JDK's own reader reads in the same way. */
public final class JarFuzz {
  private static final String DIGEST = "ab".repeat(32);
  private static final ContentAddressedArtifacts ARTIFACTS = artifacts();
  private static final BundleGate GATE = new BundleGate(ARTIFACTS);

  private JarFuzz() {}

  private static ContentAddressedArtifacts artifacts() {
    try {
      Path root = Files.createTempDirectory("jar-fuzz");
      root.toFile().deleteOnExit();
      return new ContentAddressedArtifacts(
          new TestDirectories(root),
          (code, reason) -> {
            throw new AssertionError(reason);
          },
          Loggers.silent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Map<String, byte[]> seeds() throws IOException {
    Map<String, byte[]> seeds = new TreeMap<>();
    seeds.put("deflated", jar(ZipEntry.DEFLATED, "META-INF/MANIFEST.MF", "a/B.class"));
    seeds.put("stored", jar(ZipEntry.STORED, "META-INF/MANIFEST.MF"));
    seeds.put("outside", jar(ZipEntry.STORED, "META-INF/MANIFEST.MF", "../x"));
    seeds.put("two", jar(ZipEntry.STORED, "META-INF/MANIFEST.MF", "META-INF/manifest.mf"));
    return seeds;
  }

  private static byte[] jar(int method, String... names) throws IOException {
    byte[] content =
        "Bundle-ManifestVersion: 2\nBundle-SymbolicName: a\n".getBytes(StandardCharsets.US_ASCII);
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(content);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (String name : names) {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(method);
        entry.setTime(0);
        if (method == ZipEntry.STORED) {
          entry.setSize(content.length);
          entry.setCrc(crc.getValue());
        }
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  public static void fuzzerTestOneInput(byte[] jar) throws IOException {
    Path file = ARTIFACTS.path(DIGEST);
    Files.write(file, jar);
    try {
      Passed passed = GATE.check(DIGEST);
      same(passed, file);
    } catch (DeployException documented) {
      ManifestFuzz.require(
          documented.why() == DeployException.Cause.NOT_A_BUNDLE,
          documented + " for " + HexFormat.of().formatHex(jar));
      ManifestFuzz.requirePrintable(documented.getMessage());
    } finally {
      Files.delete(file);
    }
  }

  private static void same(Passed passed, Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      Attributes headers = jar.getManifest().getMainAttributes();
      String name = headers.getValue(Constants.BUNDLE_SYMBOLICNAME).split(";")[0].trim();
      ManifestFuzz.require(name.equals(passed.symbolicName()), name + " is read as " + passed);
    }
  }
}
