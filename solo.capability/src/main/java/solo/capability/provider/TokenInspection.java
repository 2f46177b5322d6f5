package solo.capability.provider;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.capability.store.MVTokenStore;
import solo.capability.store.TokenAudit;
import solo.capability.store.TokenAudit.Wrong;
import solo.capability.token.LiveToken;
import solo.capability.token.StoredToken;
import solo.core.capability.Authorization;
import solo.core.capability.TokenStatus.State;
import solo.core.event.EventStore;
import solo.core.recovery.SystemState;
import solo.core.tenant.Printable;
import solo.core.verify.Finding;
import solo.core.verify.Inspection;
import solo.core.verify.Kind;

/**
 * Proves the tokens in force, and those on disk, against the log; revokes what the log says is
 * revoked, and writes the store anew where it is off or lacks something.
 */
@Component(service = Inspection.class)
public final class TokenInspection implements Inspection {
  private static final int LACKING_STEP = 500;
  private static final String FIX_STORE = "Solo writes the tokens on disk anew";

  private final EventStore events;
  private final TokenLog log;
  private final MVTokenStore store;
  private final Map<String, Wrong> revoked = new ConcurrentHashMap<>();

  /** The inspection of the tokens. */
  @Activate
  public TokenInspection(
      @Reference EventStore events, @Reference TokenLog log, @Reference MVTokenStore store) {
    this.events = events;
    this.log = log;
    this.store = store;
  }

  @Override
  public String name() {
    return "tokens";
  }

  @Override
  public List<Finding> quick(SystemState fold) {
    List<Finding> findings = new ArrayList<>(log.senseless());
    store.off().ifPresent(why -> findings.add(behind("they are not kept: " + why)));
    return findings;
  }

  private static Finding behind(String what) {
    return Finding.of(Kind.STORE_BEHIND, "tokens", "the tokens on disk: " + what, FIX_STORE, true);
  }

  @Override
  public Iterator<List<Finding>> deep(SystemState fold) {
    long upTo = log.applied();
    revoked.clear();
    List<LiveToken> live = log.table().all();
    TokenAudit inForce = new TokenAudit(events, upTo, new Listed(live));
    List<Iterator<List<Finding>>> parts = new ArrayList<>();
    parts.add(steps(inForce, "in force"));
    if (store.off().isEmpty()) {
      parts.add(new WhileKept(steps(new TokenAudit(events, upTo, new OnDisk()), "on disk")));
      parts.add(new WhileKept(new Lacking(live.iterator(), upTo)));
    }
    return new OneAfterTheOther(parts.iterator());
  }

  private Iterator<List<Finding>> steps(TokenAudit audit, String where) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return audit.hasNext();
      }

      @Override
      public List<Finding> next() {
        return audit.next().stream().map(wrong -> finding(wrong, where)).toList();
      }
    };
  }

  private Finding finding(Wrong wrong, String where) {
    String accessor = wrong.token().capability().accessor();
    boolean isRevoked = wrong.revokedBy() != 0;
    if (isRevoked) {
      revoked.putIfAbsent(accessor, wrong);
    }
    String tenant = wrong.token().capability().tenant();
    return new Finding(
        isRevoked ? Kind.TOKEN_REVOKED_LIVE : Kind.TOKEN_ORPHAN,
        tenant.equals(Authorization.EVERY_TENANT) ? "" : tenant,
        "",
        accessor,
        "token %s is %s: %s".formatted(accessor, where, Printable.escape(wrong.why())),
        isRevoked
            ? "Solo revokes it where it is kept"
            : "solo:revoke " + accessor + ", then find out who wrote to data/tokens",
        isRevoked,
        0);
  }

  /** The tokens in force, of a list that was taken once, as they are when they are asked for. */
  private final class Listed implements TokenAudit.Tokens {
    private final List<LiveToken> tokens;
    private int next;

    Listed(List<LiveToken> tokens) {
      this.tokens = tokens;
    }

    @Override
    public List<StoredToken> after(long grantId, int most) {
      List<StoredToken> page =
          tokens.subList(next, Math.min(tokens.size(), next + most)).stream()
              .map(LiveToken::stored)
              .toList();
      next += page.size();
      return page;
    }

    @Override
    public boolean opens(StoredToken token) {
      return isInForce(token);
    }
  }

  private final class OnDisk implements TokenAudit.Tokens {
    @Override
    public List<StoredToken> after(long grantId, int most) {
      return store.page(grantId, most);
    }

    @Override
    public boolean opens(StoredToken token) {
      return isInForce(token);
    }
  }

  /** As the table has it; of one that it has not, as it is itself. */
  private boolean isInForce(StoredToken token) {
    LiveToken live = log.table().find(token.sha256());
    return live == null
        ? token.revokedBy() == 0 && token.capability().expires().isAfter(log.now())
        : live.state(log.now().toEpochMilli()) == State.VALID;
  }

  /** Looks for tokens in force that are not on disk. */
  private final class Lacking implements Iterator<List<Finding>> {
    private final Iterator<LiveToken> tokens;
    private final long upTo;

    Lacking(Iterator<LiveToken> tokens, long upTo) {
      this.tokens = tokens;
      this.upTo = upTo;
    }

    @Override
    public boolean hasNext() {
      return tokens.hasNext();
    }

    @Override
    public List<Finding> next() {
      List<StoredToken> page = new ArrayList<>();
      while (page.size() < LACKING_STEP && tokens.hasNext()) {
        LiveToken token = tokens.next();
        if (token.grantId() <= upTo && (token.stored().revokedBy() <= upTo)) {
          page.add(token.stored());
        }
      }
      // what was cleaned up meanwhile is in force no more either
      return store.lacking(page).stream()
          .filter(token -> log.table().find(token.sha256()) != null)
          .filter(token -> token.capability().expires().isAfter(log.now()))
          .map(token -> behind("token " + token.capability().accessor() + " is not as in force"))
          .limit(1)
          .toList();
    }
  }

  /** A walk over what is on disk, which ends where that is off: the quick look says so. */
  private final class WhileKept implements Iterator<List<Finding>> {
    private final Iterator<List<Finding>> walk;

    WhileKept(Iterator<List<Finding>> walk) {
      this.walk = walk;
    }

    @Override
    public boolean hasNext() {
      return store.off().isEmpty() && walk.hasNext();
    }

    @Override
    public List<Finding> next() {
      try {
        return walk.next();
      } catch (IllegalStateException e) {
        if (store.off().isPresent()) {
          return List.of();
        }
        throw e;
      }
    }
  }

  /** Several walks in one. */
  private static final class OneAfterTheOther implements Iterator<List<Finding>> {
    private final Iterator<Iterator<List<Finding>>> parts;
    private Iterator<List<Finding>> part = List.<List<Finding>>of().iterator();

    OneAfterTheOther(Iterator<Iterator<List<Finding>>> parts) {
      this.parts = parts;
    }

    @Override
    public boolean hasNext() {
      while (!part.hasNext() && parts.hasNext()) {
        part = parts.next();
      }
      return part.hasNext();
    }

    @Override
    public List<Finding> next() {
      return hasNext() ? part.next() : List.<List<Finding>>of().iterator().next();
    }
  }

  @Override
  public Optional<String> repair(Finding finding) {
    if (finding.kind() == Kind.TOKEN_REVOKED_LIVE) {
      return Optional.ofNullable(revoked.get(finding.about())).map(this::revoke);
    }
    if (finding.kind() == Kind.STORE_BEHIND && finding.about().equals("tokens")) {
      return Optional.of("written anew, with " + writeAnew() + " tokens");
    }
    return Optional.empty();
  }

  /** No event changes a token meanwhile: what is handed over is all of it, up to one event. */
  private int writeAnew() {
    synchronized (log.table()) {
      List<LiveToken> all = log.table().all();
      try {
        store.remake();
      } finally {
        all.forEach(token -> store.store(token.stored()));
        store.upTo(log.applied());
      }
      return all.size();
    }
  }

  private String revoke(Wrong wrong) {
    StoredToken token = wrong.token();
    LiveToken live = log.table().find(token.sha256());
    if (live != null) {
      log.table().revokeAhead(live, wrong.revokedBy());
    }
    store.revoke(token.sha256(), token.grantId(), wrong.revokedBy());
    store.upTo(0);
    return "revoked by event " + wrong.revokedBy() + ", as the log says";
  }
}
