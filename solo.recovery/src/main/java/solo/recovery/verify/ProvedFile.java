package solo.recovery.verify;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.osgi.service.log.Logger;
import solo.core.disk.AtomicFile;
import solo.core.disk.Disk;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/**
 * How far the scheduled deep verify has come, in a file that is rewritten whole and not forced:
 * derived, and one that is lost or broken costs a round from the first event.
 *
 * <pre>
 * data/verified   big-endian
 *   4 magic "SVfd"   4 format, 2
 *   8 when a round last ended, epoch ms, 0 for never
 *   1 whether a round is under way, and then
 *     8 time of the event it has come to, epoch ms   16 that event's boot
 *     4 how many findings, then for each
 *       text kind, tenant, service, about, detail, fix; 1 fixable; 8 accepted by
 *     the fold there, as {@link StateBytes}
 *   4 CRC32C of all before
 * </pre>
 *
 * For one thread.
 */
final class ProvedFile {
  private static final int MAGIC = 0x53566664;
  private static final int FORMAT = 2;

  private static final int MOST_BYTES = 1 << 30;

  private final Disk disk;
  private final Path file;
  private final Logger log;

  ProvedFile(Disk disk, Path file, Logger log) {
    this.disk = disk;
    this.file = file;
    this.log = log;
  }

  /** What it says; nothing where it is missing or broken. */
  Proved read() {
    try {
      return disk.exists(file) ? decode(AtomicFile.read(disk, file, MOST_BYTES)) : Proved.NOTHING;
    } catch (IOException | RuntimeException e) {
      log.info("{} cannot be used, the deep verify begins anew: {}", file, OneLine.of(e));
      return Proved.NOTHING;
    }
  }

  /** Writes it; where that fails the next process reads more. */
  void write(Proved proved) {
    try {
      AtomicFile.replace(disk, file, encode(proved));
    } catch (IOException e) {
      log.info("{} was not written: {}", file, OneLine.of(e));
    }
  }

  static byte[] encode(Proved proved) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeInt(FORMAT);
    out.writeLong(proved.endedMs());
    out.writeBoolean(proved.round().isPresent());
    if (proved.round().isPresent()) {
      position(out, proved.round().get());
    }
    out.writeInt(crc(bytes.toByteArray(), bytes.size()));
    return bytes.toByteArray();
  }

  static Proved decode(byte[] bytes) throws IOException {
    int content = bytes.length - Integer.BYTES;
    if (content < 0 || ByteBuffer.wrap(bytes).getInt(content) != crc(bytes, content)) {
      throw new IOException("its checksum is wrong");
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int magic = in.readInt();
    int format = in.readInt();
    if (magic != MAGIC || format != FORMAT) {
      throw new IOException("expected format %d, is %x %d".formatted(FORMAT, magic, format));
    }
    long ended = in.readLong();
    return new Proved(ended, in.readBoolean() ? Optional.of(position(in)) : Optional.empty());
  }

  private static void position(DataOutputStream out, Proved.Position at) throws IOException {
    out.writeLong(at.timeMs());
    out.writeLong(at.boot().getMostSignificantBits());
    out.writeLong(at.boot().getLeastSignificantBits());
    out.writeInt(at.found().size());
    for (Finding finding : at.found()) {
      StateBytes.text(out, finding.kind().name());
      StateBytes.text(out, finding.tenant());
      StateBytes.text(out, finding.service());
      StateBytes.text(out, finding.about());
      StateBytes.text(out, finding.detail());
      StateBytes.text(out, finding.fix());
      out.writeBoolean(finding.fixable());
      out.writeLong(finding.acceptedBy());
    }
    StateBytes.write(out, at.state());
  }

  private static Proved.Position position(DataInputStream in) throws IOException {
    long timeMs = in.readLong();
    UUID boot = new UUID(in.readLong(), in.readLong());
    List<Finding> found = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      found.add(
          new Finding(
              Kind.valueOf(StateBytes.text(in)),
              StateBytes.text(in),
              StateBytes.text(in),
              StateBytes.text(in),
              StateBytes.text(in),
              StateBytes.text(in),
              in.readBoolean(),
              in.readLong()));
    }
    return new Proved.Position(StateBytes.read(in), timeMs, boot, found);
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
