package solo.capability.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.util.promise.Promise;
import solo.capability.projection.Change;
import solo.capability.projection.ChecksummedMap;
import solo.capability.projection.Form;
import solo.capability.projection.OpenProjection;
import solo.capability.projection.ProjectionWriter;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.vault.SecretKey;
import solo.core.vault.SecretVersion;

/**
 * The {@link SecretTable} with the ciphertexts on disk, for a fast start and for a log that lost
 * something. Its maps:
 *
 * <pre>
 * versions  see {@link SecretRow}
 * names     tenant, NUL, name, NUL      last version (4)
 * numbers   'k', key id (8)             how often it encrypted (8)
 *           't', tenant                 shredded up to key id (8)
 *           'n'                         newest key id (8)  newest master key (4)
 * </pre>
 */
final class SecretStore {
  /** Its files {@code vault.mv} and {@code vault.boot}. */
  static final Form FORM = new Form("vault", 1, Payload.typeOf(Payload.SecretStored.class));

  private static final String VERSIONS = "versions";
  private static final String NAMES = "names";
  private static final String NUMBERS = "numbers";
  private static final byte[] NEWEST = {'n'};

  private final ProjectionWriter writer;
  private final SecretTable table;

  SecretStore(ProjectionWriter writer, SecretTable table) {
    this.writer = writer;
    this.table = table;
  }

  /**
   * Fills the table with what is kept.
   *
   * @return the event to go on behind; 0 where nothing could be used
   */
  long restore() {
    if (writer.off().isPresent() || writer.openedAt() == 0) {
      return 0;
    }
    try {
      writer.ask(
          file -> {
            read(file, table);
            return null;
          });
      return writer.openedAt();
    } catch (IllegalStateException e) {
      table.clear();
      startOver();
      return 0;
    }
  }

  private void startOver() {
    try {
      writer.remake();
    } catch (IllegalStateException e) {
      // it is off, says why, and is tried again; nothing needs it
    }
  }

  /** Reads all of a projection into a table. */
  static void read(OpenProjection file, SecretTable into) {
    Map<SecretKey, Integer> lasts = new TreeMap<>();
    for (var names = file.map(NAMES).from(new byte[0]); names.hasNext(); ) {
      ChecksummedMap.Entry entry = names.next();
      lasts.put(SecretRow.name(entry.key()), ByteBuffer.wrap(entry.value()).getInt());
    }
    into.restore(numbers(file.map(NUMBERS)), lasts);
    rows(file).forEachRemaining(row -> into.restore(row.version()));
  }

  private static SecretTable.Numbers numbers(ChecksummedMap map) {
    Map<Long, Long> uses = new HashMap<>();
    Map<String, Long> shredded = new HashMap<>();
    long newestKeyId = 0;
    int masterKey = 0;
    for (var all = map.from(new byte[0]); all.hasNext(); ) {
      ChecksummedMap.Entry entry = all.next();
      ByteBuffer key = ByteBuffer.wrap(entry.key(), 1, entry.key().length - 1);
      ByteBuffer value = ByteBuffer.wrap(entry.value());
      switch (entry.key()[0]) {
        case 'k' -> uses.put(key.getLong(), value.getLong());
        case 't' -> shredded.put(StandardCharsets.US_ASCII.decode(key).toString(), value.getLong());
        case 'n' -> {
          newestKeyId = value.getLong();
          masterKey = value.getInt();
        }
        default -> throw new IllegalStateException("numbers of an unknown kind");
      }
    }
    return new SecretTable.Numbers(newestKeyId, masterKey, uses, shredded);
  }

  /** Every row, sorted by tenant, name and version. */
  static Iterator<SecretRow> rows(OpenProjection file) {
    Iterator<ChecksummedMap.Entry> all = file.map(VERSIONS).from(new byte[0]);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public SecretRow next() {
        ChecksummedMap.Entry entry = all.next();
        return SecretRow.read(entry.key(), entry.value());
      }
    };
  }

  /** Up to so many rows behind a key; for a reader who comes back. */
  List<SecretRow> rowsBehind(Optional<SecretRow> last, int most) {
    return writer.ask(
        file -> {
          byte[] from = last.map(SecretRow::key).orElse(new byte[0]);
          List<SecretRow> rows = new ArrayList<>();
          for (var all = file.map(VERSIONS).from(from); all.hasNext() && rows.size() < most; ) {
            ChecksummedMap.Entry entry = all.next();
            if (!Arrays.equals(entry.key(), from)) {
              rows.add(SecretRow.read(entry.key(), entry.value()));
            }
          }
          return rows;
        });
  }

  /** The ciphertext of a version as it is kept here, empty where it is not. */
  Optional<String> ciphertext(SecretVersion version) {
    byte[] key = SecretRow.key(version.key(), version.version());
    return writer
        .ask(file -> file.map(VERSIONS).get(key))
        .map(value -> SecretRow.read(key, value))
        .filter(row -> row.version().eventId() == version.eventId())
        .map(SecretRow::ciphertext);
  }

  /** Keeps what an event changed in the table, which has followed it. */
  void follow(Event event, List<SecretKey> changed) {
    for (SecretKey key : changed) {
      writer.change(key, entry(key, table.entry(key)));
    }
    if (event.payload() instanceof Payload.SecretStored stored) {
      changed.forEach(key -> keep(key, stored));
      byte[] key = ByteBuffer.allocate(9).put((byte) 'k').putLong(stored.keyId()).array();
      number(key, longs(table.uses(stored.keyId())));
      newest();
    } else if (event.payload() instanceof Payload.VaultShredded) {
      String tenant = event.draft().tenant();
      long upTo = table.numbers().shreddedUpTo().getOrDefault(tenant, 0L);
      number(("t" + tenant).getBytes(StandardCharsets.US_ASCII), longs(upTo));
    } else if (event.payload() instanceof Payload.VaultRotated
        || event.payload() instanceof Payload.VaultUnsealed) {
      newest();
    }
    writer.upTo(event.id());
  }

  private void keep(SecretKey key, Payload.SecretStored stored) {
    SecretVersion version = table.entry(key).newest().orElseThrow();
    SecretRow row = new SecretRow(version, stored.ciphertext());
    writer.change(key, file -> file.map(VERSIONS).put(row.key(), row.value()));
  }

  /** The name, and no row that the table does not keep. */
  private static Change entry(SecretKey key, SecretTable.Entry entry) {
    byte[] prefix = SecretRow.prefix(key);
    byte[] last = ByteBuffer.allocate(4).putInt(entry.last()).array();
    int oldest = entry.versions().isEmpty() ? Integer.MAX_VALUE : entry.versions().get(0).version();
    return file -> {
      file.map(NAMES).put(prefix, last);
      List<byte[]> gone = new ArrayList<>();
      for (var all = file.map(VERSIONS).from(prefix); all.hasNext(); ) {
        byte[] row = all.next().key();
        if (!Arrays.equals(prefix, Arrays.copyOf(row, prefix.length))
            || ByteBuffer.wrap(row).getInt(row.length - 4) >= oldest) {
          break;
        }
        gone.add(row);
      }
      gone.forEach(file.map(VERSIONS)::remove);
    };
  }

  private void newest() {
    SecretTable.Numbers numbers = table.numbers();
    number(
        NEWEST,
        ByteBuffer.allocate(12).putLong(numbers.newestKeyId()).putInt(numbers.masterKey()).array());
  }

  private void number(byte[] key, byte[] value) {
    writer.change(
        new String(key, StandardCharsets.ISO_8859_1),
        Change.replacing(file -> file.map(NUMBERS).put(key, value)));
  }

  private static byte[] longs(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  /** For tests: rows that no event has made. */
  void plant(List<SecretRow> rows) {
    writer.ask(
        file -> {
          rows.forEach(row -> file.map(VERSIONS).put(row.key(), row.value()));
          return null;
        });
  }

  /** Why it is off, empty while it is not. */
  Optional<String> off() {
    return writer.off();
  }

  Promise<Void> flush() {
    return writer.flush();
  }

  void close() {
    writer.close();
  }
}
