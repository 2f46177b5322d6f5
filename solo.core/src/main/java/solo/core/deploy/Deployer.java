package solo.core.deploy;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.util.promise.Promise;
import solo.core.capability.Caller;
import solo.core.tenant.ServiceKey;

/**
 * Deploys and kills services; the only part of Solo that changes the framework. Safe for use by
 * many threads. Changes of one service are made one after the other in the order of the calls;
 * those of different services run side by side. Calls made before the container is ready wait.
 */
@ProviderType
public interface Deployer {

  /**
   * Deploys a bundle, or updates the service that has the key. The promise resolves when the {@code
   * service_deployed} event is durable and the service is active. It fails with {@link
   * DeployException} when the bundle is refused, does not resolve or does not start: then the
   * failure is durable, nothing of the bundle is left in the framework, and the service that ran
   * under the key runs on.
   *
   * @throws solo.core.capability.AccessDeniedException at once, when the caller may not
   */
  Promise<ServiceStatus> deploy(DeployRequest request, Caller caller);

  /**
   * Kills a service: the {@code service_killed} event is durable before the service is stopped. The
   * promise resolves when its bundle is gone, or when its stop ran out of time: then the state is
   * {@link ServiceState#STOPPING} until the stop returns. Killing a killed service writes nothing
   * and resolves, except that a deploy directory's kill is written where there is a mark of its
   * file to forget. Fails with {@link DeployException} of {@link DeployException.Cause#NOT_FOUND}
   * for a service that was never deployed; where the directory's mark of its file was forgotten by
   * that, the exception names the durable event.
   *
   * @param reason in the caller's words; may be empty
   * @throws solo.core.capability.AccessDeniedException at once, when the caller may not
   */
  Promise<ServiceStatus> kill(ServiceKey key, String reason, Caller caller);

  /** Every service the log knows and the caller may read, killed ones too, sorted by key. */
  List<ServiceStatus> services(Caller caller);

  /** One service; empty when it was never deployed, or the caller may not read it. */
  Optional<ServiceStatus> service(ServiceKey key, Caller caller);
}
