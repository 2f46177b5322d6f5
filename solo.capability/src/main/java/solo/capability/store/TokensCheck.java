package solo.capability.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import solo.capability.projection.OpenProjection;
import solo.capability.projection.Setup;
import solo.capability.token.LiveToken;
import solo.capability.token.StoredToken;
import solo.capability.token.TokenTable;
import solo.core.capability.Authorization;
import solo.core.capability.Capability;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.fsck.OfflineCheck;
import solo.core.tenant.Printable;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/** The tokens on disk of a stopped container, against the fold of its log. */
public final class TokensCheck implements OfflineCheck {
  private static final String FIX = "remove data/tokens: the next start makes it anew from the log";

  /** What {@code fsck} makes by its name. */
  public TokensCheck() {}

  @Override
  public String name() {
    return MVTokenStore.FORM.name();
  }

  @Override
  public Result check(Offline offline) {
    Setup setup = Setup.of(MVTokenStore.directory(offline.data()), MVTokenStore.FORM, null);
    Path file = setup.file();
    if (!Files.exists(file)) {
      return new Result("none on disk; the next start reads the log", List.of());
    }
    if (setup.isOfAnotherBoot()) {
      return new Result(
          "not closed before the machine stopped; made anew by the next start", List.of());
    }
    OpenProjection open;
    try {
      open = OpenProjection.openForReading(file);
    } catch (RuntimeException | Error e) {
      // a broken file can ask for any depth or any amount of memory
      return broken(e);
    }
    try {
      return compared(open, offline);
    } catch (IllegalStateException e) {
      return broken(e);
    } finally {
      open.abandon();
    }
  }

  private static Result broken(Throwable e) {
    String why = Printable.escape(String.valueOf(e.getMessage()));
    return new Result(
        "cannot be read; made anew by the next start",
        List.of(behind("it cannot be read: " + why)));
  }

  private static Finding behind(String what) {
    String fix = "nothing: the next start makes it anew";
    return Finding.of(Kind.STORE_BEHIND, "tokens", "the tokens on disk: " + what, fix, false);
  }

  private static Result compared(OpenProjection open, Offline offline) {
    long at = open.head().id();
    Folded folded = Folded.upTo(at, offline);
    if (folded.last() < at) {
      return new Result(
          "of another log, or ahead of it",
          List.of(behind("it is at event %d, the log ends with %d".formatted(at, folded.last()))));
    }
    TokenMaps maps = new TokenMaps(open);
    TokenReading reading = maps.read(0);
    List<Finding> findings = new ArrayList<>();
    Ended ended = new Ended(folded.nowMs(maps));
    long tokens = 0;
    while (reading.hasNext()) {
      Optional<StoredToken> token = reading.next();
      boolean opens = token.filter(ended::opens).isPresent();
      token.filter(one -> opens || folded.has(one)).flatMap(folded::wrong).ifPresent(findings::add);
      tokens += token.isPresent() ? 1 : 0;
    }
    if (reading.malformed() > 0) {
      findings.add(behind(reading.malformed() + " cannot be read: " + reading.why()));
    }
    long lacking = folded.lacking(maps);
    if (lacking > 0) {
      findings.add(behind("it lacks %d tokens that the log has".formatted(lacking)));
    }
    return new Result("%d, at event %d".formatted(tokens, at), findings);
  }

  /** Which tokens on disk open nothing, those they were delegated from having come before them. */
  private static final class Ended {
    private final Set<String> opening = new HashSet<>();
    private final long nowMs;

    Ended(long nowMs) {
      this.nowMs = nowMs;
    }

    boolean opens(StoredToken token) {
      Capability c = token.capability();
      boolean opens =
          token.revokedBy() == 0
              && c.expires().toEpochMilli() > nowMs
              && (c.parent().isEmpty() || opening.contains(c.parent()));
      if (opens) {
        opening.add(c.accessor());
      }
      return opens;
    }
  }

  /**
   * The table as the log makes it, up to an event and its time.
   *
   * @param missing the last event that is not there: it was taken out, or lost
   */
  private record Folded(TokenTable table, long last, long lastMs, long missing) {
    private static final TokenTable.Changes NOBODY =
        new TokenTable.Changes() {
          @Override
          public void changed(StoredToken token) {}

          @Override
          public void revoked(LiveToken token, long eventId) {}

          @Override
          public void usedOn(LiveToken token) {}

          @Override
          public void senseless(Event event, String why) {}
        };

    static Folded upTo(long at, Offline offline) {
      TokenTable table = new TokenTable();
      long last = 0;
      long lastMs = 0;
      long missing = 0;
      try (EventCursor events = offline.log().get()) {
        while (events.hasNext() && last < at) {
          Event event = events.next();
          missing = event.id() > last + 1 ? event.id() - 1 : missing;
          last = event.id();
          lastMs = Math.max(lastMs, event.time().toEpochMilli());
          if (last <= at) {
            table.apply(event, NOBODY);
            offline.progress().accept("tokens: event %d of %d".formatted(last, at));
          }
        }
      }
      return new Folded(table, last, lastMs, missing);
    }

    /** Whether the log would have its grant, also where it opens nothing any more. */
    boolean has(StoredToken token) {
      return token.grantId() > missing || table.find(token.sha256()) != null;
    }

    Optional<Finding> wrong(StoredToken token) {
      LiveToken live = table.find(token.sha256());
      StoredToken logged = live == null ? null : live.stored();
      if (logged == null
          || logged.grantId() != token.grantId()
          || !logged.grantedBy().equals(token.grantedBy())
          || !logged.capability().equals(token.capability())) {
        return Optional.of(finding(Kind.TOKEN_ORPHAN, token, "no event has granted it so"));
      }
      return logged.revokedBy() != 0 && token.revokedBy() == 0
          ? Optional.of(
              finding(
                  Kind.TOKEN_REVOKED_LIVE,
                  token,
                  "event " + logged.revokedBy() + " revoked it, and it is not"))
          : Optional.empty();
    }

    long nowMs(TokenMaps maps) {
      return Math.max(lastMs, maps.cleanedUpUntil());
    }

    private static Finding finding(Kind kind, StoredToken token, String why) {
      String accessor = token.capability().accessor();
      String tenant = token.capability().tenant();
      return new Finding(
          kind,
          tenant.equals(Authorization.EVERY_TENANT) ? "" : tenant,
          "",
          accessor,
          "token " + accessor + " on disk: " + why,
          FIX,
          false,
          0);
    }

    /**
     * How many are not there though they have not expired: not by the log, nor by the container's
     * clock when it removed some. What the machine's clock says now decides nothing here.
     */
    long lacking(TokenMaps maps) {
      long nowMs = nowMs(maps);
      return table.all().stream()
          .filter(token -> token.expiresWithParentsMs() > nowMs)
          .filter(token -> !maps.has(TokenKeys.of(token.stored())))
          .count();
    }
  }
}
