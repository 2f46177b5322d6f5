package solo.core.gate;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.deploy.Artifacts;
import solo.core.deploy.DeployException;
import solo.core.deploy.Gate;
import solo.core.tenant.Printable;

/**
 * Checks the kept copy, outline first, then entries, then headers; see {@code docs/deploying.md}.
 */
@Component
public final class BundleGate implements Gate {
  private final Artifacts artifacts;

  /** A gate to what is kept there. */
  @Activate
  public BundleGate(@Reference Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  @Override
  public Passed check(String digest) throws DeployException {
    Path path = artifacts.path(digest);
    try {
      ZipShape.check(path);
      return BundleHeaders.check(manifest(path));
    } catch (Refusal refusal) {
      throw new DeployException(DeployException.Cause.NOT_A_BUNDLE, refusal.getMessage(), 0);
    } catch (IOException e) {
      throw new DeployException(
          DeployException.Cause.IO_FAILURE, "cannot read artifact " + digest + ": " + e, 0);
    }
  }

  private static byte[] manifest(Path path) throws IOException, Refusal {
    try (ZipFile jar = new ZipFile(path.toFile())) {
      return BundleEntries.manifestOf(jar);
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw new Refusal("the jar is damaged: " + Printable.escape(e.getMessage()));
    }
  }
}
