package solo.eventstore.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;

/** A backup that somebody who knows the format has changed: its seal is right. */
final class Tampered {
  private final List<Entry> entries = new ArrayList<>();

  record Entry(String name, byte[] bytes) {}

  static Tampered copyOf(Path backup) throws IOException {
    Tampered copy = new Tampered();
    try (ZipFile zip = new ZipFile(backup.toFile())) {
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          copy.entries.add(new Entry(entry.getName(), in.readAllBytes()));
        }
      }
    }
    return copy;
  }

  Tampered manifest(UnaryOperator<String> change) {
    return change(Names.MANIFEST, bytes -> bytes(change.apply(text(bytes))));
  }

  Tampered change(String name, UnaryOperator<byte[]> change) {
    entries.replaceAll(
        entry -> entry.name().equals(name) ? new Entry(name, change.apply(entry.bytes())) : entry);
    return this;
  }

  Tampered rename(String name, String to) {
    entries.replaceAll(entry -> entry.name().equals(name) ? new Entry(to, entry.bytes()) : entry);
    return manifest(text -> text.replace("\"" + name + "\"", "\"" + to + "\""));
  }

  Tampered add(String name, byte[] bytes) {
    entries.add(new Entry(name, bytes));
    return this;
  }

  Tampered remove(String name) {
    entries.removeIf(entry -> entry.name().equals(name));
    return this;
  }

  String firstSegment() {
    return entries.stream()
        .map(Entry::name)
        .filter(name -> name.endsWith(".log"))
        .findFirst()
        .orElseThrow();
  }

  Path write(Path file) throws IOException {
    Disk.real().delete(file);
    try (DiskFile made = Disk.real().create(file)) {
      SealedOutput out = new SealedOutput(made);
      ZipOutputStream zip = new ZipOutputStream(out);
      zip.setComment(SealedOutput.PLACE);
      for (Entry entry : entries) {
        zip.putNextEntry(new ZipEntry(entry.name()));
        zip.write(entry.bytes());
        zip.closeEntry();
      }
      zip.finish();
      out.seal();
    }
    return file;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
