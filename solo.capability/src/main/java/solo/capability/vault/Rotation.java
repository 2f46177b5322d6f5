package solo.capability.vault;

import java.io.IOException;
import org.osgi.service.log.Logger;
import solo.core.disk.AtomicFile;
import solo.core.event.EventStoreException;
import solo.core.vault.VaultException;
import solo.core.vault.VaultKeys.Source;

/**
 * The steps from one master key to the next. At each moment what lies in the keyring is opened by
 * the old key, by the new, or by both:
 *
 * <ol>
 *   <li>the keyring with both slots is durable: both open ({@code rotate.both});
 *   <li>the new key is in the configured file, where it goes there ({@code rotate.file});
 *   <li>the event {@code vault_rotated} is durable: from now on the new one counts ({@code
 *       rotate.event});
 *   <li>the keyring with the new slot alone is durable ({@code rotate.done}).
 * </ol>
 *
 * <p>A start that finds two slots drops the old one where the log has the event, and else the one
 * that the key at hand does not open.
 */
final class Rotation {

  /**
   * A new master key.
   *
   * @param intoFile whether it replaces the key in the configured file
   */
  record Renewal(AesKey key, Slot slot, boolean intoFile) {}

  private final HeldKeys held;
  private final KeyFile keyFile;
  private final KeyEvents events;
  private final Steps steps;
  private final Logger logger;

  Rotation(HeldKeys held, KeyKeeper.Setup setup, KeyEvents events) {
    this.held = held;
    this.keyFile = setup.keyFile();
    this.events = events;
    this.steps = setup.steps();
    this.logger = setup.logger();
  }

  /**
   * Takes the key over. When it throws, the old master key counts, or the new: the message says.
   */
  void run(Renewal renewal, KeyEvents.By by) {
    Keyring old = held.ring().orElseThrow();
    both(old, renewal);
    if (renewal.intoFile()) {
      replaceFile(old, renewal);
    }
    tell(old, renewal, by);
    finish();
  }

  private void both(Keyring old, Renewal renewal) {
    try {
      Keyring both =
          old.with(renewal.slot(), key -> held.alsoUnder(renewal.slot(), renewal.key(), key));
      held.master(renewal.slot(), renewal.key());
      held.write(both);
    } catch (IOException e) {
      held.hold(old);
      throw Refused.unwritten("the keyring", e);
    } catch (HeldKeys.UnreadableKeyException e) {
      renewal.key().close();
      throw Refused.corrupt(e.getMessage());
    }
    steps.reached("rotate.both");
  }

  private void replaceFile(Keyring old, Renewal renewal) {
    try {
      keyFile.write(renewal.key());
    } catch (AtomicFile.NotForcedException e) {
      // which key a power cut leaves in the file nobody knows: both are to open
      throw halfDone(Refused.unwritten("the key file", e));
    } catch (IOException e) {
      takeBack(old);
      throw Refused.unwritten("the key file", e);
    }
    steps.reached("rotate.file");
  }

  private void tell(Keyring old, Renewal renewal, KeyEvents.By by) {
    Slot slot = renewal.slot();
    try {
      events.rotated(slot.number(), slot.source(), old.keys().size(), by);
    } catch (VaultException e) {
      // a failed disk may still have it in the log, and the old key may be gone from its file
      if (isSurelyNotInTheLog(e) && !renewal.intoFile()) {
        takeBack(old);
        throw e;
      }
      throw halfDone(e);
    }
    steps.reached("rotate.event");
  }

  private static VaultException halfDone(VaultException failure) {
    return new VaultException(
        failure.why(),
        failure.getMessage()
            + "; the rotation is half done: the next one or the next start settles it, by"
            + " whichever key opens",
        failure);
  }

  private static boolean isSurelyNotInTheLog(VaultException failure) {
    return failure.getCause() instanceof EventStoreException e
        && e.why() != EventStoreException.Cause.IO_FAILURE;
  }

  private void takeBack(Keyring old) {
    Keyring alone = held.ring().orElseThrow().only(old.newest());
    try {
      held.write(alone);
    } catch (IOException e) {
      held.hold(alone);
      logger.warn("The vault's keyring still has the new master key: {}", e.getMessage());
    }
  }

  /** Ends a rotation whose event could not be written. */
  void finishPending(KeyEvents.By by) {
    Keyring ring = held.ring().orElseThrow();
    forceFile(ring.newest());
    events.rotated(ring.newest().number(), ring.newest().source(), ring.keys().size(), by);
    finish();
  }

  private void forceFile(Slot newest) {
    try {
      if (newest.source() == Source.FILE && !keyFile.isMissing()) {
        keyFile.force();
      }
    } catch (IOException e) {
      throw Refused.unwritten("the key file", e);
    }
  }

  /** Drops all slots but the newest, whose key counts. */
  void finish() {
    Keyring alone = held.ring().orElseThrow().only(held.ring().orElseThrow().newest());
    try {
      held.write(alone);
    } catch (IOException e) {
      logger.warn(
          "The vault's old master key opens its keyring until the next start: {}", e.getMessage());
    }
    steps.reached("rotate.done");
  }
}
