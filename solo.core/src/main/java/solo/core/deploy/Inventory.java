package solo.core.deploy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import solo.core.tenant.ServiceKey;

/**
 * What is in the framework, whoever put it there. For the verifier. Safe for use by many threads.
 */
@ProviderType
public interface Inventory {

  /**
   * A bundle that is not one of the container's own.
   *
   * @param key whose bundle it is: as the deployer knows it, or as the file it was installed from
   *     names it; empty for one that was installed by hand
   * @param current whether it is the one that the deployer knows as the service
   * @param eventId the deploy event that it runs by, 0 where the deployer does not know it
   * @param digest of the bytes it was installed from, empty where the deployer does not know it
   * @param changed whether it was updated since the deployer installed it, so that it has other
   *     bytes than those of the digest
   * @param state its state in the framework: {@code INSTALLED, RESOLVED, STARTING, ACTIVE} or
   *     {@code STOPPING}
   * @param services the names under which it has services registered, sorted
   * @param detail what the deployer knows of its failure; empty where there is nothing to say
   */
  record LiveBundle(
      long bundleId,
      Optional<ServiceKey> key,
      boolean current,
      long eventId,
      String digest,
      boolean changed,
      String state,
      String symbolicName,
      String version,
      String location,
      List<String> services,
      String detail) {

    /** Checks that nothing is missing and copies the list. */
    public LiveBundle {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(digest, "digest");
      Objects.requireNonNull(state, "state");
      services = List.copyOf(services);
    }

    /** Whether its code may run. */
    public boolean active() {
      return state.equals("ACTIVE");
    }
  }

  /** Keeps operations of one service waiting until it is closed. Closing twice is fine. */
  interface Quiet extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Whose bundle it is.
   *
   * @param secrets the names of the secrets that its deploy authorised, sorted
   */
  record Owner(ServiceKey key, List<String> secrets) {

    /** Copies the list. */
    public Owner {
      secrets = List.copyOf(secrets);
    }
  }

  /** Every bundle that is not the container's own, by id. */
  List<LiveBundle> bundles();

  /**
   * The service that a bundle is, also while it is starting; empty for one that the deployer did
   * not install, or that was updated behind its back.
   */
  Optional<Owner> owner(long bundleId);

  /**
   * Waits until no deploy or kill of a service is under way, and keeps later ones waiting. Not to
   * be held long, and not while calling the deployer.
   *
   * @return empty when one was under way for longer than the limit
   */
  Optional<Quiet> quiet(ServiceKey key, Duration limit);

  /**
   * Stops a bundle under its stop time-out and uninstalls it, with no deploy or kill of its service
   * under way. Does nothing where it is not any more what was seen.
   *
   * @return whether it is gone
   */
  boolean remove(LiveBundle seen);
}
