package solo.itest.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import solo.core.disk.Disk;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalCheck;
import solo.eventstore.journal.JournalOptions;
import solo.eventstore.journal.JournalRecord;
import solo.eventstore.journal.Removal;
import solo.itest.harness.SoloHome;

/** A log that somebody writes anew while the container is stopped: checksums and links all fit. */
record RewrittenLog(Path events) {
  private static final int HEADER = 4096;
  private static final int RECORD = 96;

  static RewrittenLog of(SoloHome home) {
    return new RewrittenLog(home.data().resolve("events"));
  }

  /** As it is now. */
  List<JournalRecord> records() throws IOException {
    List<JournalRecord> records = new ArrayList<>();
    new JournalCheck(events, Disk.real(), 0).run(() -> records::add);
    return records;
  }

  /**
   * Replaces text in one event and writes all of it anew.
   *
   * @return the first event that has another link then
   */
  long edit(long id, String text, String other) throws Exception {
    List<byte[]> bodies = new ArrayList<>();
    List<JournalRecord> before = records();
    for (JournalRecord record : before) {
      String body = new String(record.body(), StandardCharsets.UTF_8);
      bodies.add(
          record.id() == id
              ? body.replace(text, other).getBytes(StandardCharsets.UTF_8)
              : record.body());
    }
    write(before, bodies);
    return records().stream()
        .filter(now -> !Arrays.equals(now.link(), before.get((int) now.id() - 1).link()))
        .findFirst()
        .orElseThrow()
        .id();
  }

  /** Ends it with an event, as if none had come after it; it is in the first segment. */
  void cut(long lastId) throws IOException {
    JournalRecord last = records().get((int) lastId - 1);
    int end = (int) last.offset() + RECORD + (last.body().length + 7 & ~7);
    byte[] bytes = Files.readAllBytes(first());
    Arrays.fill(bytes, end, bytes.length, (byte) 0);
    Files.write(first(), bytes);
  }

  /**
   * Makes up a retention of all segments but the last, as one who can append can.
   *
   * @param hidden the event that nobody is to see any more
   * @return the last event that it took out
   */
  long takeOut(long hidden) throws Exception {
    try (Journal journal =
        Journal.open(events, JournalOptions.defaults(), Disk.real(), record -> {})) {
      Removal removal = journal.removal();
      List<Removal.Full> full = removal.full();
      long through = full.get(full.size() - 1).lastId();
      long[] kept = LongStream.rangeClosed(1, through).filter(id -> id != hidden).toArray();
      Removal.Prepared prepared = removal.prepare(through, kept);
      String link = HexFormat.of().formatHex(prepared.link());
      Payload told =
          new Payload.RetentionApplied(
              through, link, prepared.sha256(), kept.length, "delete", full.size(), 1);
      EventDraft draft = new EventDraft("", "", "system:retention", "", 0, told);
      journal.append(EventCodec.encode(UUID.randomUUID(), draft)).getValue();
      removal.commit(prepared);
      removal.removeFiles();
      return through;
    }
  }

  private void write(List<JournalRecord> records, List<byte[]> bodies) throws Exception {
    empty();
    long[] now = new long[1];
    JournalOptions options =
        JournalOptions.defaults().withClock(() -> Instant.ofEpochMilli(now[0]));
    try (Journal journal = Journal.open(events, options, Disk.real(), record -> {})) {
      for (int i = 0; i < bodies.size(); i++) {
        now[0] = records.get(i).timeMs();
        journal.append(bodies.get(i)).getValue();
      }
    }
  }

  /** Leaves the header of the first segment, which has the log's own id. */
  private void empty() throws IOException {
    byte[] bytes = Files.readAllBytes(first());
    Arrays.fill(bytes, HEADER, bytes.length, (byte) 0);
    Files.write(first(), bytes);
    try (Stream<Path> all = Files.list(events)) {
      for (Path file : all.filter(file -> !file.equals(first())).toList()) {
        Files.delete(file);
      }
    }
  }

  private Path first() {
    return events.resolve("00000000000000000001.log");
  }
}
