package solo.capability.vault;

import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.tenant.Printable;
import solo.core.vault.VaultKeys.State;

/** Says when nobody can read a secret, or the next start will read the whole log. */
@Component(property = {"hc.name=Vault", "hc.tags=solo"})
public final class VaultHealth implements HealthCheck {
  private final VaultRoom room;

  /** The health of a room. */
  @Activate
  public VaultHealth(@Reference VaultRoom room) {
    this.room = room;
  }

  @Override
  public Result execute() {
    return room.fault()
        .map(why -> new Result(Result.Status.CRITICAL, "vault unusable: " + Printable.escape(why)))
        .orElseGet(() -> result(room.keeper().view(), room.store().off()));
  }

  static Result result(KeyKeeper.View view, Optional<String> off) {
    if (view.state() == State.SEALED) {
      return new Result(Result.Status.WARN, "vault sealed: " + Printable.escape(view.why()));
    } else if (view.rotating()) {
      return new Result(
          Result.Status.WARN,
          "the rotation of the vault's master key is half done; vault-rotate finishes it");
    }
    return off.map(
            why ->
                new Result(
                    Result.Status.WARN,
                    "Secrets can be read, but the next start reads the whole log: " + why))
        .orElseGet(() -> new Result(Result.Status.OK, "The vault is " + view.state() + "."));
  }
}
