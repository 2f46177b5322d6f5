package solo.core.deployer;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import org.osgi.service.log.Logger;
import solo.core.deploy.Artifacts;
import solo.core.deploy.ServiceSpec;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.StateProjection;

/**
 * Which artifacts are being deployed right now, so that the bytes of a failed deploy go and those
 * that something else names stay. Safe for use by many threads.
 */
final class Claims {
  private static final class Claim {
    private int holders;
    private boolean fresh;
  }

  private final Artifacts artifacts;
  private final StateProjection projection;
  private final Logger logger;
  private final Map<String, Claim> claims = new HashMap<>();

  Claims(Artifacts artifacts, StateProjection projection, Logger logger) {
    this.artifacts = artifacts;
    this.projection = projection;
    this.logger = logger;
  }

  /** Holds what was kept; false where another's failed deploy removed it in between. */
  synchronized boolean claim(Artifacts.Kept kept) {
    if (!Files.exists(artifacts.path(kept.digest()))) {
      artifacts.release(kept.digest());
      return false;
    }
    Claim claim = claims.computeIfAbsent(kept.digest(), d -> new Claim());
    claim.holders++;
    claim.fresh |= kept.fresh();
    return true;
  }

  /** Lets go; the last one out removes bytes that came with a deploy and that no spec names. */
  synchronized void release(String digest) {
    Claim claim = claims.get(digest);
    claim.holders--;
    if (claim.holders == 0) {
      claims.remove(digest);
    }
    try {
      // A deployed event of another holder counts, also when its service goes on to other code.
      claim.fresh &= !isNamed(digest, Claims::isDeployed);
      if (claim.holders == 0 && claim.fresh && !isNamed(digest, Claims::isIntended)) {
        artifacts.remove(digest);
      }
    } catch (IOException | RuntimeException e) {
      claim.fresh = false;
      logger.warn("artifact {} stays though nothing runs from it: {}", digest, e.toString());
    } finally {
      artifacts.release(digest);
    }
  }

  private boolean isNamed(String digest, BiPredicate<ServiceRecord, String> names) {
    return projection.current().services().values().stream().anyMatch(r -> names.test(r, digest));
  }

  private static boolean isDeployed(ServiceRecord service, String digest) {
    return service.spec().map(ServiceSpec::digest).filter(digest::equals).isPresent();
  }

  private static boolean isIntended(ServiceRecord service, String digest) {
    return service.open().filter(intent -> intent.spec().digest().equals(digest)).isPresent();
  }
}
