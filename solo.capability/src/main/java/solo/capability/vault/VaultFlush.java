package solo.capability.vault;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.promise.Deferred;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.PromiseFactory;
import solo.core.lifecycle.DurableStore;

/**
 * Forces what the vault acknowledged: that is in the log and in the keyring. The projection is
 * forced too; where that fails the next start makes it anew, and nothing is lost.
 */
@Component
public final class VaultFlush implements DurableStore {
  private final PromiseFactory promises = new PromiseFactory(null);
  private final VaultRoom room;

  /** The flush of a room. */
  @Activate
  public VaultFlush(@Reference VaultRoom room) {
    this.room = room;
  }

  @Override
  public String name() {
    return "vault";
  }

  @Override
  public Promise<Void> flush() {
    Deferred<Void> flushed = promises.deferred();
    room.events()
        .flush()
        .onSuccess(v -> room.store().flush().onResolve(() -> flushed.resolve(null)))
        .onFailure(flushed::fail);
    return flushed.getPromise();
  }
}
