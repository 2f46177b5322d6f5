package solo.recovery.verify;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import solo.core.deploy.ServiceSpec;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.ServiceRecord.FileMark;
import solo.core.recovery.ServiceRecord.FileOutcome;
import solo.core.recovery.ServiceRecord.Intent;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;

/**
 * A fold as bytes, for {@link ProvedFile}. Numbers are big-endian; text is a 4-byte length and
 * UTF-8; what may be missing has a byte before it, 1 where it is there.
 *
 * <pre>
 * 8 id, 1 last stop clean, 1 stopped, 4 how many services, then for each
 *   text tenant, text service, text standing, 8 its event, 8 its time
 *   ?spec, 8 its event, text its actor
 *   ?intent: 8 event, spec, text actor
 *   ?file: text digest, text outcome, 8 event, 4 interruptions
 * spec: text format, digest, 8 size, text symbolic name, version, source, 4 restarts,
 *   8 window, 8 start time-out, 8 stop time-out, text secrets
 * </pre>
 */
final class StateBytes {
  private static final int LONGEST_TEXT = 1 << 20;

  private interface Part<T> {
    T read(DataInputStream in) throws IOException;
  }

  private interface Writer<T> {
    void write(DataOutputStream out, T value) throws IOException;
  }

  private StateBytes() {}

  static void write(DataOutputStream out, SystemState state) throws IOException {
    out.writeLong(state.id());
    out.writeBoolean(state.lastStopClean());
    out.writeBoolean(state.stopped());
    out.writeInt(state.services().size());
    for (ServiceRecord record : state.services().values()) {
      write(out, record);
    }
  }

  static SystemState read(DataInputStream in) throws IOException {
    long id = in.readLong();
    boolean lastStopClean = in.readBoolean();
    boolean stopped = in.readBoolean();
    SortedMap<ServiceKey, ServiceRecord> services = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      ServiceRecord record = record(in);
      services.put(record.key(), record);
    }
    return new SystemState(id, lastStopClean, stopped, services);
  }

  private static void write(DataOutputStream out, ServiceRecord record) throws IOException {
    text(out, record.key().tenant());
    text(out, record.key().service());
    text(out, record.standing().name());
    out.writeLong(record.standingId());
    out.writeLong(record.standingAtMs());
    optional(out, record.spec(), StateBytes::spec);
    out.writeLong(record.specId());
    text(out, record.specActor());
    optional(out, record.open(), StateBytes::intent);
    optional(out, record.file(), StateBytes::file);
  }

  private static ServiceRecord record(DataInputStream in) throws IOException {
    return new ServiceRecord(
        new ServiceKey(text(in), text(in)),
        Standing.valueOf(text(in)),
        in.readLong(),
        in.readLong(),
        optional(in, StateBytes::spec),
        in.readLong(),
        text(in),
        optional(in, StateBytes::intent),
        optional(in, StateBytes::file));
  }

  private static void intent(DataOutputStream out, Intent intent) throws IOException {
    out.writeLong(intent.eventId());
    spec(out, intent.spec());
    text(out, intent.actor());
  }

  private static Intent intent(DataInputStream in) throws IOException {
    return new Intent(in.readLong(), spec(in), text(in));
  }

  private static void file(DataOutputStream out, FileMark mark) throws IOException {
    text(out, mark.digest());
    text(out, mark.outcome().name());
    out.writeLong(mark.eventId());
    out.writeInt(mark.interruptions());
  }

  private static FileMark file(DataInputStream in) throws IOException {
    return new FileMark(text(in), FileOutcome.valueOf(text(in)), in.readLong(), in.readInt());
  }

  private static void spec(DataOutputStream out, ServiceSpec spec) throws IOException {
    text(out, spec.format());
    text(out, spec.digest());
    out.writeLong(spec.size());
    text(out, spec.symbolicName());
    text(out, spec.version());
    text(out, spec.source());
    out.writeInt(spec.restarts());
    out.writeLong(spec.restartWindowMs());
    out.writeLong(spec.startTimeoutMs());
    out.writeLong(spec.stopTimeoutMs());
    text(out, spec.secrets());
  }

  private static ServiceSpec spec(DataInputStream in) throws IOException {
    return new ServiceSpec(
        text(in),
        text(in),
        in.readLong(),
        text(in),
        text(in),
        text(in),
        in.readInt(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        text(in));
  }

  private static <T> void optional(DataOutputStream out, Optional<T> value, Writer<T> writer)
      throws IOException {
    out.writeBoolean(value.isPresent());
    if (value.isPresent()) {
      writer.write(out, value.get());
    }
  }

  private static <T> Optional<T> optional(DataInputStream in, Part<T> part) throws IOException {
    return in.readBoolean() ? Optional.of(part.read(in)) : Optional.empty();
  }

  static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST_TEXT) {
      throw new IOException("a text of " + length + " bytes");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
