package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.After;
import org.junit.Test;
import solo.core.event.EventQuery;
import solo.core.event.Payload;

public class EventCommandsTest {
  private final Console console = new Console();

  @After
  public void close() {
    console.close();
  }

  private void fill() {
    FakeContainer container = console.container;
    container.event("", "", "", new Payload.SystemReady(12));
    container.event(
        "acme",
        "a",
        "a fix",
        new Payload.ServiceDeployed(FakeContainer.spec("1.0", "shell:/a.jar"), true, 34));
    container.event("acme", "a", "", new Payload.ServiceKilled(FakeContainer.DIGEST));
    container.event("default", "a", "", new Payload.ServiceKilled(FakeContainer.DIGEST));
  }

  private List<Long> ids(String line) throws Exception {
    JsonArray events = console.json(line).getAsJsonArray();
    return StreamSupport.stream(events.spliterator(), false)
        .map(event -> event.getAsJsonObject().get("id").getAsLong())
        .toList();
  }

  @Test
  public void shl06_eventsHasATableAndJson() throws Exception {
    fill();

    assertEquals(
        """
        ID  TIME                      TYPE              SERVICE    ACTOR        DETAIL
        1   2026-02-03T04:05:06.700Z  system_ready                 owner:alice  durationMs=12
        2   2026-02-03T04:05:07.700Z  service_deployed  acme/a     owner:alice  a fix \
        (symbolicName=some.bundle version=1.0 source=shell:/a.jar update=true \
        durationMs=34 digest=0123456789ab)
        3   2026-02-03T04:05:08.700Z  service_killed    acme/a     owner:alice  digest=0123456789ab
        4   2026-02-03T04:05:09.700Z  service_killed    default/a  owner:alice  digest=0123456789ab""",
        console.run("events"));
    JsonObject deployed = console.json("events --json").getAsJsonArray().get(1).getAsJsonObject();
    assertEquals("service_deployed", deployed.get("type").getAsString());
    assertEquals("a fix", deployed.get("reason").getAsString());
    assertEquals("some.bundle", deployed.get("symbolicName").getAsString());
    assertTrue(deployed.get("update").getAsBoolean());
    assertEquals(FakeContainer.BOOT.toString(), deployed.get("boot").getAsString());
  }

  @Test
  public void theNewestAreShownAndTheNewestIsLast() throws Exception {
    fill();

    assertEquals(List.of(3L, 4L), ids("events --limit 2 --json"));
    assertEquals(List.of(1L, 2L, 3L, 4L), ids("events --json"));
  }

  @Test
  public void sincePagesForward() throws Exception {
    fill();

    assertEquals(List.of(2L, 3L), ids("events --since 1 --limit 2 --json"));
    assertEquals(List.of(4L), ids("events --since 3 --limit 2 --json"));
    assertEquals(List.of(1L), ids("events --since 0 --limit 1 --json"));
    assertEquals(List.of(), ids("events --since 4 --json"));
  }

  @Test
  public void filtersReachTheStore() throws Exception {
    fill();

    assertEquals(List.of(2L, 3L), ids("events --tenant acme --json"));
    assertEquals(List.of(2L, 3L, 4L), ids("events --service a --json"));
    assertEquals(List.of(2L, 3L), ids("events --service acme/a --json"));
    assertEquals(List.of(3L, 4L), ids("events --type service_killed --json"));
    assertEquals(
        new EventQuery("acme", "a", "service_killed", 1, 10, false), lastQuery("--limit 10"));
    assertEquals("no events", console.run("events --tenant nobody"));
  }

  private EventQuery lastQuery(String limit) throws Exception {
    console.run("events --tenant acme --service a --type service_killed --since 1 " + limit);
    return console.container.queries.get(console.container.queries.size() - 1);
  }

  @Test
  public void badFiltersAreRefused() {
    assertTrue(
        console.fail("events --type deployed").startsWith("there is no event type 'deployed'"));
    assertTrue(console.fail("events --type deployed").contains("service_deployed, "));
    assertEquals("--limit is a number from 1 to 10000, not 0", console.fail("events --limit 0"));
    assertTrue(console.fail("events --limit 10001").startsWith("--limit is a number"));
    assertTrue(console.fail("events --since -1").startsWith("--since is a number from 0"));
    assertTrue(console.fail("events --tenant ../x").startsWith("tenant '../x' is not an id"));
    assertEquals(
        "--tenant x is not that of acme/a", console.fail("events --tenant x --service acme/a"));
  }

  @Test
  public void everyEventIsAFlatObjectWithTheEnvelope() throws Exception {
    fill();
    Payload.RecoveryCompleted.Line line =
        new Payload.RecoveryCompleted.Line("default/a", "FAILED", "why", 3, 5);
    console.container.event(
        "",
        "",
        "",
        new Payload.RecoveryCompleted("OK", 1, 2, 3, 4, 5, 6, 7, 8, List.of(line, line)));

    for (JsonElement event : console.json("events --json").getAsJsonArray()) {
      assertTrue(event.getAsJsonObject().keySet().containsAll(EventRows.ENVELOPE));
      for (JsonElement value : event.getAsJsonObject().asMap().values()) {
        assertFalse(event.toString(), value.isJsonArray() || value.isJsonObject());
      }
    }
    JsonObject recovery =
        console.json("events --since 4 --json").getAsJsonArray().get(0).getAsJsonObject();
    assertEquals(2, recovery.get("services").getAsInt());
  }

  @Test
  public void noFieldOfAPayloadHidesTheEnvelope() {
    Payload.types()
        .forEach(
            (name, type) ->
                EventRows.fields(type).stream()
                    .filter(EventRows.ENVELOPE::contains)
                    .forEach(field -> assertEquals(name, "no field is called", field)));
  }

  @Test
  public void aCiphertextIsToldByItsSize() throws Exception {
    console.container.event(
        "acme", "", "", new Payload.SecretStored("db.password", 1, 1, "q80AAQ==", 7));

    JsonObject stored = console.json("events --json").getAsJsonArray().get(0).getAsJsonObject();
    assertEquals(4, stored.get("ciphertext").getAsInt());
    assertFalse(console.run("events").contains("q80AAQ"));
  }
}
