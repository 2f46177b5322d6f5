package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.Rule;
import org.junit.Test;
import solo.core.disk.Disk;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalOptions;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** A log whose last event is far from the machine's clock. */
public class ClockLeapIT {
  private static final Duration TWO_DAYS = Duration.ofDays(2);

  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void flt14_tok13_fortyDaysAfterTheLastEventNothingExpiresUntilItIsAccepted()
      throws Exception {
    Instant last = Instant.now().minus(Duration.ofDays(40));
    plant(last);
    SoloProcess first = home.start();
    first.does("solo:grant --ttl 10d default deploy");
    first.kill9();

    SoloProcess second = home.start();
    assertGoesOnFrom(last, second, "40 days ahead of");
    assertEquals("not expired unasked", 1, valid(second));
    second.does("solo:clock --accept --reason 'the right time'");
    assertEquals(0, valid(second));
    second.kill9();
    assertAccepted(home.start());
  }

  @Test
  public void flt14_beforeTheLastEventTimeGoesOnFromThereUntilItIsAccepted() throws Exception {
    Instant last = Instant.now().plus(Duration.ofDays(3653));
    plant(last);
    SoloProcess first = home.start();
    assertGoesOnFrom(last, first, "3652 days behind");
    first.does("solo:grant --ttl 1s default deploy");
    Await.until("it has expired", () -> valid(first) == 0);
    first.does("solo:clock --accept --reason 'the right time'");
    first.kill9();
    assertAccepted(home.start());
  }

  @Test
  public void twoDaysAfterTheLastEventIsNoLeap() throws Exception {
    plant(Instant.now().minus(TWO_DAYS));
    SoloProcess process = home.start();
    assertEquals(0, told(process));
    assertTrue(time(process.events("system_started")).isAfter(Instant.now().minus(TWO_DAYS)));
  }

  private void assertGoesOnFrom(Instant last, SoloProcess process, String told) {
    process.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    Instant deployed = time(process.events("service_deployed"));
    assertTrue(deployed.toString(), deployed.isAfter(last));
    assertTrue(deployed.toString(), deployed.isBefore(last.plus(TWO_DAYS)));
    String verified = process.exec("solo:verify --json").expect(2).out();
    assertTrue(verified, verified.contains("CLOCK_LEAP"));
    assertTrue(verified, verified.contains(told));
    assertEquals("it is told once", 1, told(process));
    Await.until("health tells it", () -> findings(process).contains("Clock WARN"));
    Await.until("the way out is said", () -> process.printed().contains("solo:clock --accept"));
  }

  private static void assertAccepted(SoloProcess process) {
    process.does("solo:clock");
    process.does("solo:verify");
    assertEquals(1, process.events("clock_accepted").size());
    assertEquals("what expired stays so", 0, valid(process));
    assertEquals("ACTIVE", process.states().get("default/a"));
  }

  private static int valid(SoloProcess process) {
    return process.rows("solo:tokens --state VALID").size();
  }

  private static long told(SoloProcess process) {
    return process.events("inconsistency_found").stream()
        .filter(event -> event.get("kind").getAsString().equals("CLOCK_LEAP"))
        .count();
  }

  /** A log with one event. */
  private void plant(Instant time) throws Exception {
    Path events = home.data().resolve("events");
    JournalOptions options = JournalOptions.defaults().withClock(Clock.fixed(time, ZoneOffset.UTC));
    EventDraft draft =
        new EventDraft("t", "s", "owner:test", "", 0, new Payload.ServiceKilled("d"));
    try (Journal journal = Journal.open(events, options, Disk.real(), record -> {})) {
      journal.append(EventCodec.encode(UUID.randomUUID(), draft)).getValue();
    }
  }

  private static Instant time(List<JsonObject> events) {
    return Instant.parse(events.get(0).get("time").getAsString());
  }

  private static List<String> findings(SoloProcess process) {
    JsonObject status = process.exec("solo:status --json").json().getAsJsonObject();
    return StreamSupport.stream(status.getAsJsonArray("findings").spliterator(), false)
        .map(finding -> finding.getAsJsonObject())
        .map(f -> f.get("check").getAsString() + " " + f.get("status").getAsString())
        .toList();
  }
}
