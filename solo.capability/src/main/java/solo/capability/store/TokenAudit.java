package solo.capability.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import solo.capability.token.CapabilityEvents;
import solo.capability.token.StoredToken;
import solo.core.event.Event;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.Payload;

/**
 * Compares tokens with the log, in steps: first the log's revocations and renewals are read, then
 * each token is looked up by the event of its grant. For one thread.
 */
public final class TokenAudit implements Iterator<List<TokenAudit.Wrong>> {
  private static final int EVENTS = 1_000;
  private static final int TOKENS = 200;

  /** Where tokens are; in the order of their grants. */
  public interface Tokens {
    /** Those after a grant, at most so many; none where there are no more. */
    List<StoredToken> after(long grantId, int most);

    /** Whether one of them opens something now. */
    boolean opens(StoredToken token);
  }

  /**
   * A token that is not as the log says.
   *
   * @param revokedBy the event that revoked it, though it is not revoked where it was found; 0 for
   *     one that no event has granted so
   */
  public record Wrong(StoredToken token, long revokedBy, String why) {}

  private final EventStore events;
  private final long upTo;
  private final Tokens tokens;
  private final LogFacts facts = new LogFacts();
  private long revocations;
  private long renewals;
  private long at;
  private boolean gathered;
  private boolean ended;

  /**
   * Of what should be the fold of a log.
   *
   * @param upTo an event that is applied to the tokens; what comes later is left out
   */
  public TokenAudit(EventStore events, long upTo, Tokens tokens) {
    this.events = events;
    this.upTo = upTo;
    this.tokens = tokens;
  }

  @Override
  public boolean hasNext() {
    return !ended;
  }

  @Override
  public List<Wrong> next() {
    if (ended) {
      throw new NoSuchElementException("the audit has ended");
    }
    if (!gathered) {
      gathered = !gatherRevocations() && !gatherRenewals();
      return List.of();
    }
    return compare();
  }

  /** Whether there may be more. */
  private boolean gatherRevocations() {
    List<Event> page = page(Payload.CapabilityRevoked.class, revocations);
    for (Event event : page) {
      revocations = event.id();
      if (event.id() <= upTo) {
        facts.add(event);
      }
    }
    return !page.isEmpty() && revocations < upTo;
  }

  /** Whether there were any; those that come meanwhile are taken as well. */
  private boolean gatherRenewals() {
    List<Event> page = page(Payload.CapabilityRenewed.class, renewals);
    for (Event event : page) {
      renewals = event.id();
      facts.add(event);
    }
    return !page.isEmpty();
  }

  private List<Event> page(Class<? extends Payload> type, long since) {
    return events.query(new EventQuery("", "", Payload.typeOf(type), since, EVENTS, false));
  }

  private List<Wrong> compare() {
    List<StoredToken> page = tokens.after(at, TOKENS);
    List<Wrong> wrong = new ArrayList<>();
    for (StoredToken token : page) {
      at = token.grantId();
      if (at <= upTo) {
        judge(token).ifPresent(wrong::add);
      }
    }
    ended = page.isEmpty() || at > upTo;
    return wrong;
  }

  private Optional<Wrong> judge(StoredToken token) {
    Optional<Wrong> first = judged(token);
    if (first.isEmpty() || first.get().revokedBy() != 0) {
      return first;
    }
    while (gatherRenewals()) {
      // it may have been renewed since they were read
    }
    return judged(token);
  }

  private Optional<Wrong> judged(StoredToken token) {
    if (isTakenOut(token)) {
      return Optional.empty();
    }
    String why = notGranted(token);
    if (!why.isEmpty()) {
      return Optional.of(new Wrong(token, 0, why));
    }
    long event = facts.revokedBy(token);
    return event == 0 || token.revokedBy() != 0
        ? Optional.empty()
        : Optional.of(new Wrong(token, event, "event " + event + " revoked it"));
  }

  /** No grant is kept of a token that opens nothing, and what ended it is not either. */
  private boolean isTakenOut(StoredToken token) {
    return token.grantId() <= events.takenOutThrough()
        && !tokens.opens(token)
        && events.event(token.grantId()).isEmpty();
  }

  private String notGranted(StoredToken token) {
    Event event = events.event(token.grantId()).orElse(null);
    if (event == null || !(event.payload() instanceof Payload.CapabilityGranted granted)) {
      return "event " + token.grantId() + " grants no token";
    }
    try {
      return facts.wrong(token, CapabilityEvents.token(event, granted));
    } catch (IllegalArgumentException e) {
      return "event " + token.grantId() + " makes no token: " + e.getMessage();
    }
  }
}
