package solo.core.gate;

import java.io.IOException;
import java.io.InputStream;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import solo.core.tenant.Printable;

/** The entries of a jar: names that stay inside it, and nothing that two readers read apart. */
final class BundleEntries {
  static final int MAX_MANIFEST_BYTES = 1024 * 1024;

  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final Pattern OUTSIDE =
      Pattern.compile("^[/\\\\].*|^[A-Za-z]:.*|^(.*[/\\\\])?\\.\\.([/\\\\].*)?$", Pattern.DOTALL);

  private BundleEntries() {}

  /** Checks the names and returns the manifest's bytes. */
  static byte[] manifestOf(ZipFile jar) throws IOException, Refusal {
    Set<String> seen = new HashSet<>();
    for (Enumeration<? extends ZipEntry> all = jar.entries(); all.hasMoreElements(); ) {
      checkName(all.nextElement().getName(), seen);
    }
    ZipEntry manifest = jar.getEntry(MANIFEST);
    if (manifest == null || !manifest.getName().equals(MANIFEST)) {
      throw new Refusal("the jar has no " + MANIFEST + ": it is not an OSGi bundle");
    }
    try (InputStream in = jar.getInputStream(manifest)) {
      byte[] bytes = in.readNBytes(MAX_MANIFEST_BYTES + 1);
      if (bytes.length > MAX_MANIFEST_BYTES) {
        throw new Refusal("its manifest has more than %d bytes".formatted(MAX_MANIFEST_BYTES));
      }
      if (bytes.length != manifest.getSize()) {
        throw new Refusal(
            "its manifest has %d bytes where its zip directory says %d: who believes the directory reads another one"
                .formatted(bytes.length, manifest.getSize()));
      }
      return bytes;
    }
  }

  private static void checkName(String name, Set<String> seen) throws Refusal {
    if (OUTSIDE.matcher(name).matches()) {
      throw new Refusal("its entry " + Printable.quote(name) + " points outside the jar");
    }
    // Readers look the manifest up with and without regard to case.
    boolean isManifest = name.toUpperCase(Locale.ROOT).equals(MANIFEST);
    boolean counts = isManifest || name.endsWith(".class");
    if (counts && !seen.add(isManifest ? MANIFEST : name)) {
      throw new Refusal(
          "it has two entries "
              + Printable.quote(name)
              + ": which one counts depends on who reads it");
    }
  }
}
