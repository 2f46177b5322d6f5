package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.After;
import org.junit.Test;
import solo.core.capability.Caller;
import solo.core.capability.CapabilityException;
import solo.core.capability.GrantRequest;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.RateLimitedException;
import solo.core.capability.Resource;

public class CapabilityCommandsTest {
  private final Console console = new Console();
  private final FakeAccess access = console.access;

  @After
  public void close() {
    console.close();
  }

  @Test
  public void shl06_aGrantHasLinesAndJson() throws Exception {
    assertEquals(
        """
        token      %s
        accessor   accessor1
        tenant     acme
        grants     deploy,kill on *
        expires    2026-02-03T12:05:06.700Z, 8 h 0 min after it was made
        renewable  until 2026-03-05T04:05:06.700Z
        note       this is the one time that the token is shown: Solo keeps its SHA-256 alone"""
            .formatted(FakeAccess.TOKEN),
        console.run("grant acme kill,deploy"));
    JsonObject json = console.json("grant --json acme read").getAsJsonObject();
    assertEquals(FakeAccess.TOKEN, json.get("token").getAsString());
    assertEquals("accessor2", json.get("accessor").getAsString());
    assertEquals("read", json.get("permissions").getAsString());
    assertEquals("2026-02-03T12:05:06.700Z", json.get("expires").getAsString());
    assertEquals(2, json.get("eventId").getAsLong());
  }

  @Test
  public void everyOptionOfAGrantIsPassedOn() throws Exception {
    console.run(
        "grant --resource api:some.Api --operations 'get, put' --ttl 90s --renewable 30d"
            + " --rate 5 --burst 9 --note 'for a test' '*' use");

    assertEquals(
        new GrantRequest(
            "*",
            new Resource("api:some.Api"),
            Set.of(Permission.USE),
            new TreeSet<>(Set.of("get", "put")),
            Duration.ofSeconds(90),
            Duration.ofDays(30),
            new RateLimit(5, 9),
            "for a test"),
        access.requests.get(0));
    console.run("grant --rate 5 acme read");
    assertEquals(new RateLimit(5, 5), access.requests.get(1).rate());
    assertEquals(RateLimit.NONE, requestOf("grant acme read").rate());
  }

  private GrantRequest requestOf(String line) throws Exception {
    console.run(line);
    return access.requests.get(access.requests.size() - 1);
  }

  @Test
  public void whatIsNoDurationIsRefusedWithTheForm() throws Exception {
    for (String text : List.of("8", "0h", "-1h", "8 h", "1.5h", "8w", "h", "99999999999s", "8H")) {
      String error = console.fail("grant --ttl '" + text + "' acme read");
      assertTrue(
          error, error.startsWith("--ttl is a whole number above 0 and a unit, such as 90s"));
      assertTrue(error, error.endsWith("not '" + text + "'"));
    }
    assertEquals(Duration.ofMinutes(15), requestOf("grant --ttl 15m acme read").timeToLive());
    assertEquals(Duration.ofDays(30), requestOf("grant --ttl 30d acme read").timeToLive());
    assertTrue(console.fail("renew --ttl soon accessor1").startsWith("--ttl is a whole number"));
  }

  @Test
  public void whatIsNoPermissionResourceOrLimitIsRefused() {
    assertTrue(console.fail("grant acme fly").startsWith("there is no permission 'fly': expected"));
    assertTrue(console.fail("grant acme read,,kill").startsWith("there is no permission ''"));
    assertTrue(console.fail("grant --resource x acme read").startsWith("'x' is no resource"));
    assertTrue(console.fail("grant --rate 0 acme read").startsWith("--rate is a number from 1 to"));
    assertTrue(console.fail("grant --burst 5 acme read").startsWith("--burst is for --rate"));
    assertTrue(console.fail("grant acme").startsWith("grant: <permissions> is missing; usage:"));
    assertEquals(List.of(), access.requests);
  }

  @Test
  public void aChildHasWhatItsParentHasUnlessItSaysLess() throws Exception {
    console.run("grant --resource api:some.Api --operations get,put --ttl 30m acme use,read");
    JsonObject child = console.json("delegate --json accessor1 use").getAsJsonObject();

    assertEquals("accessor1", child.get("parent").getAsString());
    assertEquals("acme", child.get("tenant").getAsString());
    assertEquals("api:some.Api", child.get("resource").getAsString());
    assertEquals("get,put", child.get("operations").getAsString());
    GrantRequest wish = access.requests.get(1);
    assertEquals(Duration.ofMinutes(30).minusSeconds(1), wish.timeToLive());
    GrantRequest less = requestOf("delegate --operations get --ttl 5m accessor1 use");
    assertEquals(Set.of("get"), less.operations());
    assertEquals(Duration.ofMinutes(5), less.timeToLive());
    assertEquals(Set.of(), requestOf("delegate accessor1 read").operations());
    console.run("grant --ttl 30d '*' read");
    GrantRequest narrow = requestOf("delegate --tenant acme accessor5 read");
    assertEquals("acme", narrow.tenant());
    assertEquals(Duration.ofHours(8), narrow.timeToLive());
  }

  @Test
  public void inASessionByTokenTheParentIsItsOwn() throws Exception {
    console.run("grant acme read");
    assertTrue(console.fail("delegate read").startsWith("name the parent: delegate <accessor>"));
    assertTrue(console.fail("delegate").startsWith("delegate: "));
    assertTrue(console.fail("delegate a b c").startsWith("delegate: "));

    console.session.put(Commands.CALLER, Caller.token("accessor1"));
    console.container.admitted = Caller.Kind.TOKEN;
    JsonObject child = console.json("delegate --json read").getAsJsonObject();
    assertEquals("accessor1", child.get("parent").getAsString());
  }

  @Test
  public void tok04_revokeEndsOneOrATenant() throws Exception {
    console.run("grant acme read");
    console.run("grant acme read");
    console.run("grant other read");

    assertEquals(
        "revoked  accessor1, and all that was delegated from it",
        console.run("revoke --reason lost accessor1"));
    assertEquals("lost", console.container.log.get(3).draft().reason());
    assertEquals("revoked  nothing: accessor1 had ended before", console.run("revoke accessor1"));
    assertEquals("revoked  1 token of tenant acme", console.run("revoke --tenant acme"));
    JsonObject none = console.json("revoke --json --tenant acme").getAsJsonObject();
    assertEquals(0, none.get("revoked").getAsInt());
    assertEquals(1, console.json("tokens --state VALID --json").getAsJsonArray().size());
  }

  @Test
  public void revokeTakesOneOfBoth() throws Exception {
    console.run("grant acme read");
    for (String line :
        List.of("revoke", "revoke --tenant acme accessor1", "revoke accessor1 accessor2")) {
      assertEquals("revoke takes one accessor, or --tenant and a tenant", console.fail(line));
    }
    assertEquals(1, console.json("tokens --state valid --json").getAsJsonArray().size());
  }

  @Test
  public void renewSetsTheExpiry() throws Exception {
    console.run("grant acme read");

    String renewed = console.run("renew --ttl 2d accessor1");

    assertTrue(renewed, renewed.contains("expires    2026-02-05T04:05:06.700Z, 2 d 0 h after"));
    assertFalse(renewed, renewed.contains("solo_"));
    assertEquals("say for how long: renew accessor1 --ttl 8h", console.fail("renew accessor1"));
  }

  @Test
  public void shl06_tokensHasATableAndJson() throws Exception {
    assertEquals("no tokens", console.run("tokens"));
    assertEquals("[]", console.run("tokens --json"));
    console.run("grant acme deploy,kill");
    console.run("delegate --ttl 15m --resource service:greeter accessor1 deploy");

    assertEquals(
        """
        ACCESSOR   TENANT  RESOURCE         PERMISSIONS  CREATED                   \
        EXPIRES                   LASTUSED                  PARENT     STATE
        accessor1  acme    *                deploy,kill  2026-02-03T04:05:06.700Z  \
        2026-02-03T12:05:06.700Z  2026-02-03T04:05:06.700Z             VALID
        accessor2  acme    service:greeter  deploy       2026-02-03T04:05:06.700Z  \
        2026-02-03T04:20:06.700Z  2026-02-03T04:05:06.700Z  accessor1  VALID""",
        console.run("tokens"));
    JsonObject child = console.json("tokens --json").getAsJsonArray().get(1).getAsJsonObject();
    assertEquals("accessor1", child.get("parent").getAsString());
    assertEquals(7, child.get("uses").getAsInt());
    assertEquals("[]", console.run("tokens --tenant other --json"));
    assertTrue(
        console.fail("tokens --state up").startsWith("there is no state 'up': expected one of V"));
  }

  @Test
  public void theNewestTokensAreListed() throws Exception {
    console.run("grant acme read");
    console.run("grant acme read");
    console.run("grant other read");

    assertEquals(2, console.json("tokens --limit 2 --json").getAsJsonArray().size());
    String newest = console.run("tokens --limit 1 --tenant acme");
    assertTrue(newest, newest.contains("accessor2") && !newest.contains("accessor1"));
    assertTrue(console.fail("tokens --limit 0").startsWith("--limit is a number from 1 to"));
  }

  @Test
  public void tokenInfoTellsTheEventsToThoseWhoMayQueryThem() throws Exception {
    console.run("grant --rate 5 acme read");
    console.run("renew --ttl 1d --reason longer accessor1");
    console.run("grant acme read");
    console.run("revoke --reason lost accessor1");

    String info = console.run("token-info accessor1");
    assertTrue(info, info.contains("state      REVOKED, by event 4"));
    assertTrue(info, info.contains("rate       5 a second, 5 at once"));
    assertTrue(info, info.contains("used       7 times, last 2026-02-03T04:05:06.700Z"));
    JsonObject json = console.json("token-info --json accessor1").getAsJsonObject();
    assertEquals(
        List.of(1L, 2L, 4L),
        json.getAsJsonArray("events").asList().stream()
            .map(event -> event.getAsJsonObject().get("id").getAsLong())
            .toList());

    console.session.put(Commands.CALLER, Caller.token("accessor1"));
    assertEquals(
        0,
        console
            .json("token-info --json accessor1")
            .getAsJsonObject()
            .getAsJsonArray("events")
            .size());
  }

  @Test
  public void tok12_noAnswerButTheGrantHoldsTheToken() throws Exception {
    console.run("grant acme read");
    for (String line :
        List.of("tokens", "token-info accessor1", "renew --ttl 8h accessor1", "events", "status")) {
      assertFalse(line, console.run(line).contains("canary"));
      assertFalse(line, console.run(line + " --json").contains("canary"));
    }
  }

  @Test
  public void whatTheServiceRefusesIsOneLine() {
    assertEquals("there is no token nobody: solo:tokens lists them", console.fail("revoke nobody"));
    access.failure = new RateLimitedException("token accessor1", Duration.ofMillis(120));
    assertEquals(
        "the rate limit of token accessor1 is used up: retry after 120 ms",
        console.fail("tokens --json"));
    access.failure =
        new CapabilityException(CapabilityException.Cause.NOT_DURABLE, "the log is\nfull");
    assertEquals("the log is\\u000afull", console.fail("grant acme read"));
    console.session.put(Commands.CALLER, Caller.directory("acme"));
    access.failure = null;
    assertTrue(console.fail("grant acme read").startsWith("directory:acme may not grant"));
    access.parts.capabilities = null;
    assertTrue(console.fail("tokens").startsWith("the capability service is not there"));
  }

  @Test
  public void limitsAreToldSetAndTakenAway() throws Exception {
    assertEquals("tenant  acme\nlimit   none", console.run("limits acme"));
    String set = console.run("limits --rate 100 --burst 200 --reason 'too loud' acme");
    assertEquals("tenant  acme\nlimit   100 a second, 200 at once", set);
    assertEquals(List.of("too loud"), console.container.reasons);
    JsonObject json = console.json("limits --json acme").getAsJsonObject();
    assertEquals(100, json.get("perSecond").getAsInt());
    assertTrue(console.run("limits --none acme").endsWith("none"));
    assertTrue(console.fail("limits --none --rate 1 acme").contains("not both"));
    assertTrue(console.fail("limits 'a b'").startsWith("tenant 'a b' is not an id"));
  }
}
