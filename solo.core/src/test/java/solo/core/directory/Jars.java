package solo.core.directory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small zip files that differ in what they say. */
final class Jars {
  /** An entry of this name in a jar is a service that must be there for it to resolve. */
  static final String NEEDS = "needs/";

  private Jars() {}

  static byte[] jar(String content, String... needs) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(entry("META-INF/MANIFEST.MF"));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
      for (String need : needs) {
        zip.putNextEntry(entry(NEEDS + need));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The same bytes at any time. */
  private static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
    return entry;
  }

  /** A jar that holds another one uncompressed, and where that ends in it. */
  static byte[] around(byte[] inner) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      ZipEntry entry = entry("lib/inner.jar");
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(inner.length);
      CRC32 crc = new CRC32();
      crc.update(inner);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(inner);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
