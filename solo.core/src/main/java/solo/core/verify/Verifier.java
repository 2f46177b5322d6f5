package solo.core.verify;

import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import solo.core.capability.Caller;

/**
 * Proves that what runs is what was logged, and mends what is not. Safe for use by many threads;
 * one verify runs at a time, later ones wait. Fails closed: what cannot be read is a finding of
 * {@link Kind#STORE_UNREADABLE}, and then nothing is mended.
 */
@ProviderType
public interface Verifier {

  /**
   * Looks and changes nothing; writes no event. Blocks: a deep one as long as reading the whole log
   * and every artifact takes.
   *
   * @param progress told in words how far it is, from the calling thread, at most once a second;
   *     what it throws ends the verify and comes out here
   * @throws java.util.concurrent.CancellationException when the calling thread is interrupted
   * @throws IllegalStateException before recovery has ended, or when the container stops
   */
  VerificationReport verify(Depth depth, Consumer<String> progress);

  /**
   * Looks, mends what may be mended, and looks again. Each mending is an {@code
   * inconsistency_fixed} event, durable when this returns, with the state before and after. Where
   * there is nothing to mend nothing is written. What an operator asks for is not bound by the
   * budget of the automatic repair.
   *
   * @param drift whether services that run from other bytes are put back too
   * @throws solo.core.capability.AccessDeniedException when the caller is no admin
   * @throws java.util.concurrent.CancellationException when the calling thread is interrupted; what
   *     was mended before stays so
   * @throws IllegalStateException before recovery has ended, or when the container stops
   */
  VerificationReport fix(Depth depth, boolean drift, Caller caller, Consumer<String> progress);

  /** The newest verify of this boot, or of an earlier one; empty before the first. */
  Optional<VerificationReport> last();
}
