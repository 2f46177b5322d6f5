package solo.capability.provider;

import org.osgi.service.log.Logger;
import solo.capability.store.TokenStore;
import solo.capability.token.LiveToken;
import solo.capability.token.StoredToken;
import solo.capability.token.TokenTable;
import solo.capability.token.Uses;
import solo.core.event.Event;

/** Hands what the table was changed by to those whom it concerns. For the follower's thread. */
final class HandOver implements TokenTable.Changes {
  private final TokenStore store;
  private final Uses uses;
  private final Senseless senseless;
  private final Logger logger;

  HandOver(TokenStore store, Uses uses, Senseless senseless, Logger logger) {
    this.store = store;
    this.uses = uses;
    this.senseless = senseless;
    this.logger = logger;
  }

  @Override
  public void changed(StoredToken token) {
    keep(() -> store.store(token));
  }

  @Override
  public void revoked(LiveToken token, long eventId) {
    keep(() -> store.revoke(token.sha256(), token.grantId(), eventId));
  }

  /** All that the event changed was handed over. */
  void applied(Event event) {
    keep(() -> store.upTo(event.id()));
  }

  /** The table goes on without the store: nothing that is on disk opens anything. */
  private void keep(Runnable change) {
    try {
      change.run();
    } catch (RuntimeException e) {
      logger.error("a token's change is not kept on disk; the next start reads the log", e);
    }
  }

  @Override
  public void usedOn(LiveToken token) {
    uses.again(token);
  }

  @Override
  public void senseless(Event event, String why) {
    senseless.add(event, why);
  }
}
