package solo.recovery.provider;

import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import solo.core.vault.Seal;

/**
 * The seal of the vault, and whether recovery has acted on it: between an unseal and the starts of
 * what waited for it nothing is missing yet. Safe for use by many threads.
 */
@Component(service = ActedSeal.class)
public final class ActedSeal {
  private final Supplier<Seal> seal;
  private volatile Seal acted = Seal.SEALED;

  /** Of the vault in this framework. */
  @Activate
  public ActedSeal(BundleContext context) {
    this(() -> Seal.of(context));
  }

  /** Of what says so. */
  public ActedSeal(Supplier<Seal> seal) {
    this.seal = seal;
  }

  /** How it is now. */
  Seal now() {
    return seal.get();
  }

  /** What can be started by that seal was. */
  public void acted(Seal by) {
    acted = by;
  }

  /** By which seal to judge what runs: open only when what waited was started. */
  public Seal judged() {
    return now() == Seal.SEALED ? Seal.SEALED : acted;
  }
}
