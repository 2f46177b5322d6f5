package benchmarks;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/**
 * The proof of a long log, and what was so at an event of it, asked of a real container: beside a
 * program that reads the same segments and digests every byte once.
 */
final class AuditBench {
  private final int events;

  AuditBench(int events) {
    this.events = events;
  }

  private record Row(String what, long nanos, long bytes) {}

  void run() throws Exception {
    List<Row> rows = new ArrayList<>();
    try (SoloHome home = SoloHome.open("audit")) {
      LongLog.lengthen(home, events, "0a".repeat(32));
      SoloProcess process = home.start();
      JsonObject granted =
          process.does("solo:grant --ttl 8h --json past events,read").json().getAsJsonObject();
      String token = granted.get("token").getAsString();
      long bytes = bytes(home);
      rows.add(verified(process, bytes));
      long middle = events / 2;
      rows.add(state("state --at %,d".formatted(middle), "--at " + middle, process, null));
      rows.add(state("state, now", "", process, null));
      rows.add(state("state, now, by a token of one tenant", "", process, token));
      process.sigterm();
      rows.add(read(home, bytes));
    }
    print(rows);
  }

  private Row verified(SoloProcess process, long bytes) {
    long begin = System.nanoTime();
    JsonObject proof = process.exec("solo:audit verify --json").expect(0).json().getAsJsonObject();
    long took = System.nanoTime() - begin;
    if (proof.get("events").getAsLong() < events || proof.get("heads").getAsLong() < 1) {
      throw new IllegalStateException("not what was to be measured: " + proof);
    }
    return new Row("audit verify", took, bytes);
  }

  /** By a token of the past's tenant, or by the owner. */
  private static Row state(String what, String options, SoloProcess process, String token) {
    String line = "solo:state --json " + options;
    long begin = System.nanoTime();
    Result answer = token == null ? process.exec(line) : process.execAs(token, line);
    long took = System.nanoTime() - begin;
    if (answer.expect(0).json().getAsJsonObject().getAsJsonArray("facts").isEmpty()) {
      throw new IllegalStateException("not what was to be measured: " + answer);
    }
    return new Row(what, took, 0);
  }

  private static Row read(SoloHome home, long bytes) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    byte[] chunk = new byte[1 << 16];
    long begin = System.nanoTime();
    for (Path segment : segments(home)) {
      try (InputStream in = Files.newInputStream(segment)) {
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
          sha.update(chunk, 0, count);
        }
      }
    }
    sha.digest();
    return new Row("reading and hashing the same bytes", System.nanoTime() - begin, bytes);
  }

  private static List<Path> segments(SoloHome home) throws IOException {
    try (Stream<Path> files = Files.list(home.data().resolve("events"))) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  private static long bytes(SoloHome home) throws IOException {
    long bytes = 0;
    for (Path segment : segments(home)) {
      bytes += Files.size(segment);
    }
    return bytes;
  }

  private void print(List<Row> rows) {
    System.out.printf(Locale.ROOT, "%nThe past of %,d events%n%n", events);
    System.out.println("| | s | MB |");
    System.out.println("|---|---|---|");
    for (Row row : rows) {
      String megabytes =
          row.bytes() == 0 ? "" : String.format(Locale.ROOT, "%.1f ", row.bytes() / 1e6);
      System.out.printf(
          Locale.ROOT, "| %s | %.2f | %s|%n", row.what(), row.nanos() / 1e9, megabytes);
    }
  }
}
