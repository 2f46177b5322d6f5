package solo.capability.store;

import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Says when the tokens are not kept on disk. They work all the same: the log has them. */
@Component(property = {"hc.name=Tokens on disk", "hc.tags=solo"})
public final class TokenStoreHealth implements HealthCheck {
  private final MVTokenStore store;

  /** The health of a store. */
  @Activate
  public TokenStoreHealth(@Reference MVTokenStore store) {
    this.store = store;
  }

  @Override
  public Result execute() {
    return result(store.off());
  }

  static Result result(Optional<String> off) {
    return off.map(
            reason ->
                new Result(
                    Result.Status.WARN,
                    "Tokens work, but are not kept on disk, so the next start reads the whole"
                        + " log: "
                        + reason))
        .orElseGet(() -> new Result(Result.Status.OK, "Tokens are kept on disk."));
  }
}
