package benchmarks;

import com.google.gson.JsonObject;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/**
 * A backup of a container with a long log, and its restore, beside copies of the same files: plain,
 * and through gzip at its fastest. What is restored has to be the same.
 */
final class BackupBench {
  private final int events;

  BackupBench(int events) {
    this.events = events;
  }

  private record Row(String what, long nanos, long bytes) {}

  void run() throws Exception {
    List<Row> rows = new ArrayList<>();
    SortedMap<String, String> before;
    SortedMap<String, String> after;
    try (SoloHome home = SoloHome.open("backup");
        SoloHome other = SoloHome.open("restored")) {
      LongLog.live(home, events);
      Path file = home.scratch().resolve("solo.zip");
      JsonObject backup = backup(home, file, rows);
      rows.add(copied("plain copy, forced", home, false));
      rows.add(copied("the same through gzip -1", home, true));
      long begin = System.nanoTime();
      Result restored = other.client("restore", file.toString());
      rows.add(new Row("restore", System.nanoTime() - begin, bytes(other)));
      if (restored.exit() != 0) {
        throw new IllegalStateException(restored.toString());
      }
      long at = backup.get("atId").getAsLong();
      before = LongLog.fingerprints(home.data(), at);
      after = LongLog.fingerprints(other.data(), at);
    }
    print(rows);
    if (!before.equals(after) || before.size() < 3) {
      throw new IllegalStateException("not restored to the same: " + before + " " + after);
    }
    System.out.printf("%nThe folds of both are the same: %s%n", String.join(", ", before.keySet()));
  }

  private JsonObject backup(SoloHome home, Path file, List<Row> rows) {
    SoloProcess process = home.start();
    long begin = System.nanoTime();
    JsonObject backup =
        process.exec("solo:backup --json " + file).expect(0).json().getAsJsonObject();
    rows.add(new Row("backup", System.nanoTime() - begin, backup.get("bytes").getAsLong()));
    process.sigterm();
    if (backup.get("atId").getAsLong() < events) {
      throw new IllegalStateException("not what was to be measured: " + backup);
    }
    return backup;
  }

  /** One file of all, as a backup is. */
  private static Row copied(String what, SoloHome home, boolean packed) throws IOException {
    Path target = home.scratch().resolve("copy");
    long begin = System.nanoTime();
    try (FileOutputStream file = new FileOutputStream(target.toFile())) {
      OutputStream out = packed ? fast(file) : new BufferedOutputStream(file, 1 << 16);
      for (Path each : files(home)) {
        try (InputStream in = Files.newInputStream(each)) {
          in.transferTo(out);
        }
      }
      out.flush();
      if (out instanceof GZIPOutputStream gzip) {
        gzip.finish();
      }
      file.getFD().sync();
    }
    return new Row(what, System.nanoTime() - begin, Files.size(target));
  }

  private static OutputStream fast(OutputStream out) throws IOException {
    return new GZIPOutputStream(out, 1 << 16) {
      {
        def.setLevel(Deflater.BEST_SPEED);
      }
    };
  }

  private static List<Path> files(SoloHome home) throws IOException {
    List<Path> all = new ArrayList<>();
    for (String directory : List.of("events", "artifacts")) {
      try (Stream<Path> files = Files.list(home.data().resolve(directory))) {
        files.filter(file -> !file.toString().endsWith(".mv")).sorted().forEach(all::add);
      }
    }
    return all;
  }

  private static long bytes(SoloHome home) throws IOException {
    long bytes = 0;
    for (Path file : files(home)) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private void print(List<Row> rows) {
    System.out.printf("%nA backup of %,d events%n%n", events);
    System.out.println("| | s | MB |");
    System.out.println("|---|---|---|");
    for (Row row : rows) {
      System.out.printf(
          Locale.ROOT, "| %s | %.1f | %.1f |%n", row.what(), row.nanos() / 1e9, row.bytes() / 1e6);
    }
  }
}
