package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.deploy.ServiceState;
import solo.core.recovery.RecoveryReport;
import solo.core.tenant.ServiceKey;
import solo.core.verify.Depth;
import solo.core.verify.Explanation;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.core.verify.VerificationReport;

/** What a caller sees that is held to one tenant, or to some of its services. */
public class TenantDoorTest {
  private static final Caller TOKEN = Caller.token("k3Jd9sLq0ZxP");

  private final Console console = new Console();
  private final TenantDoor door = new TenantDoor();

  @Before
  public void enter() {
    console.session.put("solo.caller", TOKEN);
    console.container.admitted = Caller.Kind.TOKEN;
    console.container.parts.authorization = door;
    console.container.put("acme/orders", ServiceState.ACTIVE, "");
    console.container.put("other/ledger", ServiceState.FAILED, "");
    console.container.verification =
        new VerificationReport(
            Depth.BOOT,
            FakeContainer.TIME,
            5,
            9,
            2,
            1,
            0,
            List.of(finding("acme", "orders"), finding("other", "ledger"), finding("", "")),
            List.of());
    console.container.report = report(line("acme/orders", true), line("other/ledger", false));
  }

  @After
  public void close() {
    console.close();
  }

  @Test
  public void cap24_statusTellsOfOneTenantOnly() throws Exception {
    String status = console.run("status --json");
    JsonObject json = JsonParser.parseString(status).getAsJsonObject();
    assertEquals("unwell", json.get("state").getAsString());
    assertEquals(1, json.get("findings").getAsJsonArray().size());
    assertEquals("OK", json.get("recoveryStatus").getAsString());
    assertTrue(json.get("dataDirectory").isJsonNull());
    assertTrue(json.get("lastEventId").isJsonNull());
    assertTrue("of all tenants", json.get("planned").isJsonNull());
    assertTrue("of all tenants", json.get("done").isJsonNull());
    assertFalse(status, status.contains("ledger"));
    assertFalse(console.run("status").contains("/solo/data"));
  }

  /** Else each Tab of a session without the permission would be a denied use in the log. */
  @Test
  public void completionIsNoDeniedUse() {
    PlainSuggestions suggestions = new PlainSuggestions(console.access.parts);
    for (String line :
        List.of("revoke", "token-info", "grant", "secret-get", "kill", "services --tenant")) {
      List<String> words = List.of((line + " ").split(" "));
      suggestions.at(console.session, words, words.size());
    }
    assertEquals(List.of(), door.asked);
    door.permission = Permission.GRANT;
    suggestions.at(console.session, List.of("revoke"), 1);
    assertEquals(List.of("grant acme *"), door.asked);
  }

  @Test
  public void helpNamesNoCommandThatATokenHasNot() throws Exception {
    assertFalse(console.run("help").contains("gogo:"));
    console.session.put("solo.caller", Caller.owner("alice"));
    assertTrue(console.run("help").contains("gogo:help"));
  }

  @Test
  public void cap24_othersTroubleDoesNotMakeATenantUnwell() throws Exception {
    door.tenant = "third";
    assertTrue(console.run("status").startsWith("state          ready"));
  }

  @Test
  public void cap24_reportsTellOfOneTenantOnly() throws Exception {
    String recovery = console.run("report");
    assertTrue(recovery, recovery.contains("orders"));
    assertFalse(recovery, recovery.contains("ledger"));
    assertTrue(recovery, recovery.contains("planned          1"));
    String verify = console.run("report --verify --json");
    assertTrue(verify, verify.contains("orders"));
    assertFalse(verify, verify.contains("ledger"));
  }

  @Test
  public void listIsAskedForWithWhatTheTokenReaches() throws Exception {
    console.run("services");
    assertEquals(List.of("read acme *"), door.asked);
    door.asked.clear();
    door.reach = Resource.service("orders");
    console.run("services");
    console.fail("why orders");
    assertEquals(List.of("read acme service:orders", "read default service:orders"), door.asked);
  }

  @Test
  public void adminOfOneTenantIsNotAdminOfTheContainer() {
    door.permission = Permission.ADMIN;
    for (String command : List.of("verify", "solo:head")) {
      console.fail(command);
      assertEquals(command, List.of("read * *"), door.asked);
      door.asked.clear();
    }
  }

  @Test
  public void ofAnUnknownServiceNothingIsGuessedForATenant() throws Exception {
    ServiceKey key = ServiceKey.parse("acme/ledgr");
    List<String> guesses = List.of("why other/ledger");
    console.container.explanations.put(
        key, new Explanation(key, "UNKNOWN", "is it other/ledger?", List.of(), List.of(), guesses));
    String why = console.run("why acme/ledgr");
    assertFalse(why, why.contains("other"));
  }

  @Test
  public void ofThePastATenantThatIsNotGrantedIsRefused() throws Exception {
    door.permission = Permission.EVENTS;
    console.run("state --at 1");
    console.run("state --at 1 --tenant acme");
    assertEquals("nothing was named that is not the token's", List.of(), door.asked);
    for (String line : List.of("state --at 1 --tenant other", "diff --tenant other 1 2")) {
      assertTrue(line, console.fail(line).contains("the token is not valid for this"));
      assertEquals(line, List.of("events other *"), door.asked);
      door.asked.clear();
    }
  }

  @Test
  public void ofThePastTokensAndSecretsAreRefusedToWhoMayNotListThem() throws Exception {
    for (Permission list : List.of(Permission.GRANT, Permission.SECRET_READ)) {
      String kind = list == Permission.GRANT ? "token" : "secret";
      door.permission = Permission.EVENTS;
      console.fail("state --at 1 --kind " + kind);
      assertEquals(List.of(list.word() + " acme *"), door.asked);
      door.permission = list;
      console.run("state --at 1 --kind " + kind);
      door.asked.clear();
    }
    door.permission = Permission.SECRET_WRITE;
    console.run("diff --kind secret 1 2");
    assertEquals(List.of(), door.asked);
  }

  private static Finding finding(String tenant, String service) {
    return new Finding(Kind.DRIFT, tenant, service, "", "of " + service, "fix", false, 0);
  }

  private static RecoveryReport.Line line(String key, boolean up) {
    return new RecoveryReport.Line(
        ServiceKey.parse(key),
        up ? RecoveryReport.Outcome.RECOVERED : RecoveryReport.Outcome.FAILED,
        "",
        4,
        5);
  }

  private static RecoveryReport report(RecoveryReport.Line... lines) {
    return new RecoveryReport(
        RecoveryReport.Status.PARTIAL,
        FakeContainer.TIME,
        FakeContainer.TIME,
        2,
        1,
        0,
        1,
        0,
        0,
        0,
        List.of(lines));
  }

  /** One token with everything in one tenant. */
  private static final class TenantDoor implements Authorization {
    private final List<String> asked = new ArrayList<>();
    private String tenant = "acme";
    private Resource reach = Resource.ALL;
    private Permission permission = Permission.READ;

    @Override
    public void require(Caller caller, Permission wanted, String in, Resource resource) {
      asked.add(wanted.word() + " " + in + " " + resource);
      if (!allows(caller, wanted, in, resource)) {
        throw AccessDeniedException.token();
      }
    }

    @Override
    public boolean allows(Caller caller, Permission wanted, String in, Resource resource) {
      return (wanted == permission || permission == Permission.ADMIN)
          && tenant.equals(in)
          && reach.covers(resource);
    }

    @Override
    public String scope(Caller caller) {
      return tenant;
    }

    @Override
    public Resource reach(Caller caller) {
      return reach;
    }
  }
}
