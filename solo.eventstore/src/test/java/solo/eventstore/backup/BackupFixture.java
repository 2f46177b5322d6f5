package solo.eventstore.backup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;
import org.osgi.util.promise.Promise;
import solo.core.backup.BackupPart;
import solo.core.backup.Backups;
import solo.core.capability.Caller;
import solo.core.collect.CountedHolds;
import solo.core.disk.Disk;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.journal.JournalCheck;
import solo.eventstore.journal.ReadableJournal;
import solo.eventstore.provider.JournalEventStore;
import solo.eventstore.provider.LiveJournal;
import solo.eventstore.provider.LoggedLines;
import solo.eventstore.provider.Stores;

/** A store with its backups, and a place to restore them to. */
abstract class BackupFixture {
  static final Caller OWNER = Caller.owner("test");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  final List<String> log = Collections.synchronizedList(new ArrayList<>());
  final CountedHolds holds = new CountedHolds();
  final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  final TreeMap<String, byte[]> stored = new TreeMap<>();
  JournalEventStore store;

  @Before
  public void open() throws IOException {
    Files.createDirectories(data());
    store = Stores.open(data().resolve("events"), Clock.systemUTC());
    stored.put("artifacts/" + digest("a bundle"), bytes("a bundle"));
    stored.put("vault/keyring", bytes("wrapped keys"));
  }

  @After
  public void close() {
    store.close();
  }

  Path data() {
    return folder.getRoot().toPath().resolve("data");
  }

  Path file() {
    return folder.getRoot().toPath().resolve("backup.zip");
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String digest(String text) {
    return HexFormat.of().formatHex(Seal.sha256().digest(bytes(text)));
  }

  ZippedBackups backups(Disk disk, BackupPart... more) {
    return backups(disk, new LiveJournal(store), more);
  }

  ZippedBackups backups(Disk disk, ReadableJournal journal, BackupPart... more) {
    ZippedBackups backups =
        new ZippedBackups(
            new ZippedBackups.Setup(
                store,
                journal,
                holds,
                data(),
                disk,
                file ->
                    Files.setPosixFilePermissions(
                        file, PosixFilePermissions.fromString("rw-------")),
                "9.9.9",
                LoggedLines.into(log)));
    List<BackupPart> parts = new ArrayList<>(List.of(more));
    parts.add(part("artifacts", sink -> addAll(sink, "artifacts/")));
    parts.add(part("keyring", sink -> addAll(sink, "vault/")));
    backups.parts = parts;
    return backups;
  }

  private void addAll(BackupPart.Sink sink, String where) throws IOException {
    for (Map.Entry<String, byte[]> one : stored.entrySet()) {
      if (one.getKey().startsWith(where)) {
        sink.add(one.getKey(), new ByteArrayInputStream(one.getValue()));
      }
    }
  }

  /** Adds what it likes. */
  interface Adding {
    void to(BackupPart.Sink sink) throws IOException;
  }

  static BackupPart part(String name, Adding adding) {
    return new BackupPart() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void add(Sink sink, long atId) throws IOException {
        adding.to(sink);
      }
    };
  }

  Backups.Backup backup() throws Exception {
    return backups(Disk.real()).writeAllowed(file(), OWNER, "nightly", told -> {});
  }

  void append(int count) throws Exception {
    Promise<Event> last = null;
    for (int i = 0; i < count; i++) {
      last = store.append(killed(i));
    }
    last.getValue();
  }

  static EventDraft killed(int i) {
    return new EventDraft(
        "t" + i % 2, "s", "owner:test", "x".repeat(i % 50), 0, new Payload.ServiceKilled("d"));
  }

  /** Restores to {@code restored}; what is said is in {@link #printed}. */
  int restore(Path file, String... at) throws IOException {
    Path staging = folder.getRoot().toPath().resolve("staging");
    Files.createDirectories(staging);
    Map<String, String> words = new HashMap<>();
    words.put("file", file.toString());
    words.put("staging", staging.toString());
    words.put("data", restored().toString());
    words.put("state", folder.getRoot().toPath().resolve("state").toString());
    words.put("deploy", folder.getRoot().toPath().resolve("deploy").toString());
    words.put("user", "test");
    if (at.length > 0) {
      words.put("at", at[0]);
    }
    printed.reset();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return Restore.run(words, out, out, told -> {}, () -> false);
  }

  Path restored() {
    return folder.getRoot().toPath().resolve("restored");
  }

  String said() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** Every event of a data directory that nobody has open; nothing of it is changed. */
  static List<Event> events(Path data) throws IOException {
    List<Event> all = new ArrayList<>();
    new JournalCheck(data.resolve("events"), Disk.real(), 0)
        .run(
            () ->
                record -> all.add(EventCodec.decode(record.id(), record.timeMs(), record.body())));
    return all;
  }

  static List<Event> events(JournalEventStore from) {
    List<Event> all = new ArrayList<>();
    try (EventCursor cursor = from.read(0)) {
      cursor.forEachRemaining(all::add);
    }
    return all;
  }
}
