package solo.capability.store;

import solo.capability.projection.Forgery;
import solo.capability.projection.Setup;
import solo.capability.token.StoredToken;

/** Edits the closed file of the tokens as one who knows how. */
public final class TokenForgery {
  private TokenForgery() {}

  /** Puts a token that was there, or never was. */
  public static void put(Setup setup, StoredToken token) {
    Forgery.edit(setup, file -> new TokenMaps(file).put(token));
  }

  /** Takes a token away from all maps. */
  public static void remove(Setup setup, StoredToken token) {
    long expires = token.capability().expires().toEpochMilli();
    Forgery.edit(setup, file -> new TokenMaps(file).cleanup(token.grantId() - 1, 1, expires));
  }
}
