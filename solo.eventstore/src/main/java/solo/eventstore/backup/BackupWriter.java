package solo.eventstore.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import solo.core.backup.BackupPart;
import solo.core.disk.DiskFile;

/**
 * Writes the archive: files, then the manifest, then the seal. An interrupt of its thread ends it
 * with an {@link InterruptedIOException}. For one thread.
 */
final class BackupWriter implements BackupPart.Sink {
  private static final int BUFFER = 1 << 16;
  private static final long PACE_NANOS = 100_000_000;

  private final SealedOutput out;
  private final ZipOutputStream zip;
  private final Consumer<String> progress;
  private final List<Manifest.Stored> files = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final byte[] buffer = new byte[BUFFER];
  private long copied;
  private long nextNanos = System.nanoTime();

  BackupWriter(DiskFile file, Consumer<String> progress) {
    this.progress = progress;
    out = new SealedOutput(file);
    zip = new ZipOutputStream(new BufferedOutputStream(out, BUFFER));
    zip.setComment(SealedOutput.PLACE);
  }

  @Override
  public void add(String name, InputStream bytes) throws IOException {
    if (!Names.isKnown(name) || !names.add(name)) {
      throw new IOException("no file of a backup, or one that is in it already: " + name);
    }
    // bundles are archives themselves
    zip.setLevel(Names.isArtifact(name) ? Deflater.NO_COMPRESSION : Deflater.BEST_SPEED);
    zip.putNextEntry(new ZipEntry(name));
    MessageDigest digest = Seal.sha256();
    long length = 0;
    for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
      refuseInterrupted();
      digest.update(buffer, 0, n);
      zip.write(buffer, 0, n);
      length += n;
      copied += n;
      tell(name);
    }
    zip.closeEntry();
    files.add(new Manifest.Stored(name, length, HexFormat.of().formatHex(digest.digest())));
  }

  private void tell(String name) {
    if (System.nanoTime() - nextNanos >= 0) {
      String what = name.substring(0, name.indexOf('/'));
      progress.accept("backup: %s, %d MB".formatted(what, copied >> 20));
      nextNanos = System.nanoTime() + PACE_NANOS;
    }
  }

  private static void refuseInterrupted() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
  }

  /** What was added. */
  List<Manifest.Stored> files() {
    return List.copyOf(files);
  }

  /**
   * Ends the file and forces it.
   *
   * @return its SHA-256
   */
  String finish(Manifest manifest) throws IOException {
    zip.setLevel(Deflater.BEST_SPEED);
    zip.putNextEntry(new ZipEntry(Names.MANIFEST));
    zip.write(ManifestFormat.encode(manifest));
    zip.closeEntry();
    zip.finish();
    zip.flush();
    return out.seal();
  }

  /** How long the file is. */
  long bytes() {
    return out.bytes();
  }
}
