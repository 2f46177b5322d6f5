package solo.core.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.BundleActivator;

/** Jars as tests need them: good, odd and hostile. */
public final class BundleJar {
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private boolean manifest = true;

  /** A good bundle of version 1.0.0 without content. */
  public BundleJar(String symbolicName) {
    headers.put("Bundle-ManifestVersion", "2");
    headers.put("Bundle-SymbolicName", symbolicName);
    headers.put("Bundle-Version", "1.0.0");
    headers.put("Import-Package", "org.osgi.framework");
  }

  /** Sets a header; null removes it. */
  public BundleJar header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Sets Bundle-Version. */
  public BundleJar version(String version) {
    return header("Bundle-Version", version);
  }

  /** Adds the activator with all classes of its package that it may use. */
  public BundleJar activator(Class<? extends BundleActivator> type) {
    header("Bundle-Activator", type.getName());
    addClass(type.getName());
    addClass("testbundle.Recording");
    return addClass("testbundle.Spin");
  }

  private BundleJar addClass(String name) {
    String path = name.replace('.', '/') + ".class";
    try (InputStream in = BundleJar.class.getClassLoader().getResourceAsStream(path)) {
      return entry(path, in.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds an entry. */
  public BundleJar entry(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  /** Leaves the manifest out. */
  public BundleJar withoutManifest() {
    manifest = false;
    return this;
  }

  /** Writes it. */
  public Path write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      if (manifest) {
        out.putNextEntry(zipEntry("META-INF/MANIFEST.MF"));
        manifest().write(out);
      }
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(zipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return file;
  }

  /** The same bytes whenever it is written. */
  private static ZipEntry zipEntry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(2001, 2, 3, 4, 5));
    return entry;
  }

  private Manifest manifest() {
    Manifest made = new Manifest();
    made.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach(
        (name, value) -> {
          if (value != null) {
            made.getMainAttributes().putValue(name, value);
          }
        });
    return made;
  }
}
