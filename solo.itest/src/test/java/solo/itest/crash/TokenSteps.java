package solo.itest.crash;

import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import solo.itest.crash.Cell.Text;
import solo.itest.crash.Cell.Token;

/** Grants, delegations, renewals, revocations, limits. */
final class TokenSteps {
  /** So many are in force at once in a lane, so that lists stay short in a long run. */
  private static final int MOST = 6;

  /** No token is delegated from one as deep. */
  private static final int DEEPEST = 3;

  private TokenSteps() {}

  /** The model's key of a token. */
  static String cell(String accessor) {
    return "token " + accessor;
  }

  static Optional<Step> grant(Lane lane) {
    if (valid(lane).size() >= MOST) {
      return Optional.empty();
    }
    String marker = lane.marker();
    return Optional.of(
        Step.command(
            "solo:grant --json --ttl 48h --note %s %s read,grant".formatted(marker, lane.tenant()),
            note(marker),
            told -> made(told, "")));
  }

  static Optional<Step> delegate(Lane lane) {
    List<Token> parents =
        valid(lane).stream().filter(token -> depth(lane, token) < DEEPEST).toList();
    if (valid(lane).size() >= MOST) {
      return Optional.empty();
    }
    String marker = lane.marker();
    return lane.any(parents)
        .map(
            parent ->
                Step.command(
                    "solo:delegate --json --note %s %s read".formatted(marker, parent.accessor()),
                    note(marker),
                    told -> made(told, parent.accessor())));
  }

  static Optional<Step> renew(Lane lane) {
    String marker = lane.marker();
    return lane.any(valid(lane))
        .map(
            token ->
                Step.command(
                    "solo:renew --json --ttl 40h --reason %s %s"
                        .formatted(marker, token.accessor()),
                    Trace.reason("capability_renewed", marker),
                    told -> Map.of(cell(token.accessor()), renewed(token, told))));
  }

  static Optional<Step> revoke(Lane lane) {
    String marker = lane.marker();
    return lane.any(valid(lane))
        .map(token -> revoking(lane, marker, token.accessor(), one -> one.equals(token)));
  }

  static Optional<Step> revokeAll(Lane lane) {
    if (valid(lane).isEmpty()) {
      return Optional.empty();
    }
    String marker = lane.marker();
    return Optional.of(revoking(lane, marker, "--tenant " + lane.tenant(), one -> true));
  }

  private static Step revoking(Lane lane, String marker, String what, Predicate<Token> named) {
    Map<String, Cell> ended = ended(lane, named);
    return Step.command(
        "solo:revoke --json --reason %s %s".formatted(marker, what),
        Trace.reason("capability_revoked", marker),
        told -> ended);
  }

  /** Another one each time, and never so low that the driver's own uses of tokens are refused. */
  static Optional<Step> limits(Lane lane) {
    String marker = lane.marker();
    int rate = 10_000 + Integer.parseInt(marker.replaceAll(".*-", "")) % 10_000;
    return Optional.of(
        Step.command(
            "solo:limits --json --rate %d --burst %d --reason %s %s"
                .formatted(rate, 2 * rate, marker, lane.tenant()),
            Trace.reason("limits_changed", marker),
            told -> Map.of("limits " + lane.tenant(), new Text(limit(told)))));
  }

  static String limit(JsonObject told) {
    return Told.text(told, "perSecond") + " a second, " + Told.text(told, "burst") + " at once";
  }

  private static Trace note(String marker) {
    return new Trace("capability_granted", event -> Told.text(event, "note").equals(marker));
  }

  private static Map<String, Cell> made(JsonObject told, String parent) {
    String accessor = Told.text(told, "accessor");
    Token token = new Token(Told.text(told, "tenant"), accessor, parent, Told.expiry(told), false);
    if (!Told.text(told, "parent").equals(parent)) {
      throw new AssertionError("expected the parent '" + parent + "' of " + told);
    }
    return Map.of(cell(accessor), token);
  }

  private static Token renewed(Token token, JsonObject told) {
    return new Token(
        token.tenant(), token.accessor(), token.parent(), Told.expiry(told), token.revoked());
  }

  /** What was named, and all that was delegated from it. */
  private static Map<String, Cell> ended(Lane lane, Predicate<Token> named) {
    Map<String, Cell> ended = new HashMap<>();
    for (Token token : valid(lane)) {
      for (Optional<Token> one = Optional.of(token);
          one.isPresent();
          one = parent(lane, one.get())) {
        if (named.test(one.get())) {
          ended.put(cell(token.accessor()), token.ended());
        }
      }
    }
    return ended;
  }

  private static int depth(Lane lane, Token token) {
    return parent(lane, token).map(above -> 1 + depth(lane, above)).orElse(0);
  }

  private static Optional<Token> parent(Lane lane, Token token) {
    return lane.cell(cell(token.parent()), Token.class);
  }

  private static List<Token> valid(Lane lane) {
    return List.copyOf(lane.cells(Token.class, token -> !token.revoked()).values());
  }
}
