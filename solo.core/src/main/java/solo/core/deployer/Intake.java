package solo.core.deployer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import solo.core.deploy.Artifacts;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;
import solo.core.tenant.Printable;

/**
 * Copies a given file into the artifacts. The file is read once; after that only the copy counts.
 */
final class Intake {
  private final Artifacts artifacts;
  private final long maxBytes;

  Intake(Artifacts artifacts, long maxBytes) {
    this.artifacts = artifacts;
    this.maxBytes = maxBytes;
  }

  /** Keeps the bytes; fails with the reason, without an event. */
  Artifacts.Kept keep(Path file) throws DeployException {
    try {
      requireRegular(file);
      try (InputStream in = new Bounded(open(file))) {
        return artifacts.keep(in);
      }
    } catch (TooLarge e) {
      throw refused("the file has more than %d bytes (maxArtifactBytes)".formatted(maxBytes));
    } catch (Unreadable e) {
      throw new DeployException(
          Cause.IO_FAILURE, "cannot read " + name(file) + ": " + OneLine.of(e), 0);
    } catch (IOException e) {
      throw DiskFull.explains(e, artifacts)
          ? DiskFull.refusal(e, artifacts)
          : new DeployException(Cause.IO_FAILURE, "cannot keep the bytes: " + OneLine.of(e), 0);
    }
  }

  private static InputStream open(Path file) throws Unreadable {
    try {
      return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new Unreadable(e);
    }
  }

  private void requireRegular(Path file) throws DeployException, Unreadable {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new Unreadable(e);
    }
    if (attributes.isSymbolicLink()) {
      throw refused(name(file) + " is a symbolic link; give the file it points to");
    }
    if (!attributes.isRegularFile()) {
      throw refused(name(file) + " is not a regular file");
    }
    if (attributes.size() == 0) {
      throw refused("the file is empty");
    }
    if (attributes.size() > maxBytes) {
      throw refused(
          "the file has %d bytes; at most %d are taken (maxArtifactBytes)"
              .formatted(attributes.size(), maxBytes));
    }
  }

  /** The digest of a file that was not kept, empty where it cannot be read as a whole. */
  static String digestOf(Path file) {
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (IOException | NoSuchAlgorithmException e) {
      return "";
    }
  }

  private static DeployException refused(String why) {
    return new DeployException(Cause.NOT_A_BUNDLE, why, 0);
  }

  private static String name(Path file) {
    return Printable.quote(file.toString());
  }

  /** Reading failed, as against writing. */
  private static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreadable(IOException cause) {
      super(cause);
    }
  }

  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Ends the copy of a file that grows beyond the bound, and marks what fails in reading. */
  private final class Bounded extends FilterInputStream {
    private long size;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n;
      try {
        n = super.read(buffer, offset, length);
      } catch (IOException e) {
        throw new Unreadable(e);
      }
      size += Math.max(n, 0);
      if (size > maxBytes) {
        throw new TooLarge();
      }
      return n;
    }
  }
}
