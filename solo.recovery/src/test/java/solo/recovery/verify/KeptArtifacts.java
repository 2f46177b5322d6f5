package solo.recovery.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import solo.core.deploy.Artifacts;

/** Every artifact is there, but for those that a test damages. */
final class KeptArtifacts implements Artifacts {
  final Set<String> damaged = new HashSet<>();

  @Override
  public void verify(String digest) throws IOException {
    if (damaged.contains(digest)) {
      throw new IOException("artifact " + digest + " has other bytes");
    }
  }

  @Override
  public Kept keep(InputStream bytes) {
    throw new UnsupportedOperationException("a verify keeps nothing");
  }

  @Override
  public void release(String digest) {
    throw new UnsupportedOperationException("a verify keeps nothing");
  }

  @Override
  public Sweep sweep() {
    throw new UnsupportedOperationException("a verify removes nothing");
  }

  @Override
  public Path path(String digest) {
    throw new UnsupportedOperationException("a verify opens nothing");
  }

  @Override
  public List<String> digests() {
    throw new UnsupportedOperationException("a verify lists nothing");
  }

  @Override
  public void remove(String digest) {
    throw new UnsupportedOperationException("a verify removes nothing");
  }
}
