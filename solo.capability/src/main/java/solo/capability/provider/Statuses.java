package solo.capability.provider;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import solo.capability.token.LiveToken;
import solo.core.capability.TokenStatus;

/** Tokens as lists show them, each made when it is looked at: there may be a million. */
final class Statuses extends AbstractList<TokenStatus> implements RandomAccess {
  private final List<LiveToken> tokens;
  private final long nowMs;

  private Statuses(List<LiveToken> tokens, long nowMs) {
    this.tokens = tokens;
    this.nowMs = nowMs;
  }

  static List<TokenStatus> of(List<LiveToken> tokens, long nowMs) {
    return new Statuses(tokens, nowMs);
  }

  @Override
  public TokenStatus get(int index) {
    return tokens.get(index).status(nowMs);
  }

  @Override
  public int size() {
    return tokens.size();
  }
}
