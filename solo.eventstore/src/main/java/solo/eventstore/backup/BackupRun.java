package solo.eventstore.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import solo.core.backup.BackupPart;
import solo.core.disk.AtomicFile;
import solo.core.disk.DiskFile;
import solo.core.event.EventQuery;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.eventstore.journal.JournalCopy;
import solo.eventstore.journal.JournalRecord;

/**
 * Writes one backup under its unfinished name. The files of the data directory are held. For one
 * thread.
 */
final class BackupRun {
  /** Shredding a tenant's keys is rare. */
  private static final int TRIES = 5;

  private final ZippedBackups.Setup setup;
  private final List<BackupPart> parts;
  private final Consumer<String> progress;

  /** What was written, read back and found the same. */
  record Written(Manifest manifest, String sha256, long bytes) {}

  BackupRun(ZippedBackups.Setup setup, List<BackupPart> parts, Consumer<String> progress) {
    this.setup = setup;
    this.parts = parts.stream().sorted(Comparator.comparing(BackupPart::name).reversed()).toList();
    this.progress = progress;
  }

  /**
   * Writes it whole. The keyring is taken as it is after the last event: where keys were shredded
   * since, it is no more what the events need, and all begins anew.
   */
  Written write(BackupTarget target) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      Written written = once(target);
      if (!shreddedSince(written.manifest().lastId())) {
        return written;
      }
      setup.disk().delete(target.part());
    }
    throw new IOException("keys of secrets are shredded all the time: try again later");
  }

  private boolean shreddedSince(long id) {
    String type = Payload.typeOf(Payload.VaultShredded.class);
    return !setup.events().query(new EventQuery("", "", type, id, 1, false)).isEmpty();
  }

  private Written once(BackupTarget target) throws IOException {
    try (DiskFile file = target.create(setup.disk(), setup.privacy())) {
      BackupWriter writer = new BackupWriter(file, progress);
      JournalCopy journal = new JournalCopy(setup.journal(), acknowledged());
      long lastId = journal.last().id();
      checkpoints(writer, lastId);
      for (BackupPart part : parts) {
        progress.accept("backup: " + part.name());
        part.add(writer, lastId);
      }
      for (JournalCopy.Piece piece : journal.pieces()) {
        try (InputStream bytes = journal.open(piece)) {
          writer.add(Names.EVENTS + piece.name(), bytes);
        }
      }
      Manifest manifest = manifest(journal.last(), writer);
      String sha256 = writer.finish(manifest);
      compare(file, sha256);
      return new Written(manifest, sha256, writer.bytes());
    } catch (EventStoreException e) {
      throw new IOException(
          "the log cannot be read, so there is no backup: %s; see solo:verify --deep"
              .formatted(e.getMessage()),
          e);
    }
  }

  /** The last event of all that were asked for before the backup was. */
  private long acknowledged() throws IOException {
    try {
      setup.events().flush().getValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (InvocationTargetException e) {
      throw new IOException("the log cannot be flushed: " + e.getCause().getMessage(), e);
    }
    return setup.journal().lastId();
  }

  /**
   * After an accepted loss only they know what services were; else they spare a replay. First of
   * all: by the time that the rest is copied, newer ones may have taken their place.
   */
  private void checkpoints(BackupWriter writer, long lastId) throws IOException {
    for (String name : setup.journal().disk().list(setup.journal().directory())) {
      boolean told = name.matches("\\d{20}\\.checkpoint");
      if (told && Names.id(name.substring(0, 20)) <= lastId) {
        try {
          byte[] bytes =
              AtomicFile.read(
                  setup.journal().disk(),
                  setup.journal().directory().resolve(name),
                  Integer.MAX_VALUE - 8);
          writer.add(Names.EVENTS + name, new ByteArrayInputStream(bytes));
        } catch (NoSuchFileException e) {
          // A newer one took its place.
        }
      }
    }
  }

  private Manifest manifest(JournalRecord last, BackupWriter writer) {
    return new Manifest(
        setup.solo(),
        setup.journal().instance(),
        last.id(),
        HexFormat.of().formatHex(last.link()),
        Instant.ofEpochMilli(last.timeMs()),
        Instant.now().truncatedTo(ChronoUnit.MILLIS),
        writer.files());
  }

  private void compare(DiskFile file, String sha256) throws IOException {
    Seal seal =
        Seal.of(
            file,
            read -> {
              if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted");
              }
            });
    if (!seal.right() || !seal.whole().equals(sha256)) {
      throw new IOException("the backup was not read back as it was written: the disk is not well");
    }
  }
}
