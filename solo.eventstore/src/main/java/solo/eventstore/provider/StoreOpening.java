package solo.eventstore.provider;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.osgi.service.log.Logger;
import solo.core.disk.Disk;
import solo.core.disk.DiskFullException;
import solo.core.event.EventStoreException;
import solo.core.lifecycle.ExitCode;
import solo.core.lifecycle.FatalExit;
import solo.core.tenant.Printable;
import solo.eventstore.journal.DamagedJournalException;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalOptions;
import solo.eventstore.journal.JournalRecord;
import solo.eventstore.journal.NewerFormatException;

/**
 * What a store is made of.
 *
 * @param directory of the journal's files
 * @param kernelBoot the kernel's boot id, empty where it is not known
 */
record StoreOpening(
    Path directory,
    JournalOptions options,
    Disk disk,
    String kernelBoot,
    FatalExit fatal,
    Logger logger) {

  /** What an operator can do. */
  private static final String DAMAGED =
      "'./solo fsck' tells what is lost; restore a backup, or accept the loss with"
          + " './solo fsck --accept-loss <id>'";

  private static final String KERNEL_BOOT = "/proc/sys/kernel/random/boot_id";

  /** The boot id of the running kernel, empty where there is none to read. */
  static String kernelBootId() {
    try (InputStream in = new FileInputStream(KERNEL_BOOT)) {
      return new String(in.readNBytes(64), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** The same with another clock. */
  StoreOpening stampedBy(InstantSource clock) {
    return new StoreOpening(directory, options.withClock(clock), disk, kernelBoot, fatal, logger);
  }

  /**
   * Opens the journal.
   *
   * @throws EventStoreException when it cannot be opened; the process was told to end
   */
  Journal journal(Consumer<JournalRecord> onAcknowledged) {
    JournalOptions ending = options.withOnFatal(this::failedWrite);
    try {
      return Journal.open(directory, ending, disk, onAcknowledged);
    } catch (DamagedJournalException e) {
      String told =
          "the event log is damaged: %s; nothing was changed: %s"
              .formatted(Printable.escape(e.getMessage()), advice(e));
      throw end(ExitCode.DAMAGED_DATA, EventStoreException.Cause.DAMAGED, told, e);
    } catch (NewerFormatException e) {
      String told = Printable.escape(e.getMessage());
      throw end(ExitCode.BAD_CONFIGURATION, EventStoreException.Cause.DAMAGED, told, e);
    } catch (DiskFullException e) {
      String told =
          "the event log %s cannot be opened, the disk is full: %s; free some space, then start again"
              .formatted(directory, Printable.escape(e.getMessage()));
      throw end(ExitCode.IO_FAILURE, EventStoreException.Cause.DISK_FULL, told, e);
    } catch (IOException e) {
      String told =
          "the event log %s cannot be opened: %s"
              .formatted(directory, Printable.escape(String.valueOf(e)));
      throw end(ExitCode.IO_FAILURE, EventStoreException.Cause.IO_FAILURE, told, e);
    }
  }

  private static String advice(DamagedJournalException e) {
    if (e.irreplaceable()) {
      return "restore a backup; './solo fsck' tells what else there is";
    }
    return e.acceptable()
        ? DAMAGED
        : "put that file right; './solo fsck' then tells what there is besides";
  }

  /** Ends the process for an event without which it must not go on. */
  EventStoreException unwritten(String what, EventStoreException e) {
    boolean damaged = e.why() == EventStoreException.Cause.DAMAGED;
    String told =
        "the event log could not be told %s: %s%s"
            .formatted(what, Printable.escape(e.getMessage()), damaged ? "; " + DAMAGED : "");
    return end(damaged ? ExitCode.DAMAGED_DATA : ExitCode.IO_FAILURE, e.why(), told, e);
  }

  private void failedWrite(EventStoreException failure) {
    String told =
        "the event log could not be written: %s; nothing more is acknowledged"
            .formatted(Printable.escape(failure.getMessage()));
    logger.error(told, failure);
    fatal.exit(ExitCode.IO_FAILURE, told);
  }

  private EventStoreException end(
      ExitCode code, EventStoreException.Cause cause, String told, Exception origin) {
    logger.error(told);
    fatal.exit(code, told);
    return new EventStoreException(cause, told, origin);
  }
}
