package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.After;
import org.junit.Test;
import solo.core.capability.Caller;
import solo.core.event.Payload;

/** {@code events --follow}. */
public class FollowTest {
  private final Console console = new Console();

  @After
  public void close() {
    console.close();
  }

  private void event(String tenant, String service) {
    console.container.event(tenant, service, "", new Payload.ServiceKilled(FakeContainer.DIGEST));
  }

  private CompletableFuture<Object> follow(String options) {
    CompletableFuture<Object> ended = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                ended.complete(console.session.execute("events --follow " + options));
              } catch (Exception e) {
                ended.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return ended;
  }

  private List<String> lines() {
    return console.printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private List<Long> ids() {
    return lines().stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject().get("id").getAsLong())
        .toList();
  }

  private static void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited 30 s for " + what);
      }
      Thread.onSpinWait();
    }
  }

  @Test
  public void evt16_whatIsThereThenEachNewOneUntilTheLimit() throws Exception {
    event("acme", "a");
    event("acme", "b");
    CompletableFuture<Object> ended = follow("--json --limit 4");
    await("the past", () -> lines().size() == 2);
    event("acme", "c");
    await("the new one", () -> lines().size() == 3);
    event("acme", "d");
    assertEquals(null, ended.get(30, TimeUnit.SECONDS));
    assertEquals(List.of(1L, 2L, 3L, 4L), ids());
    assertEquals(0, console.container.feeds.get());
  }

  @Test
  public void evt16_whatComesWhileThePastIsReadComesOnce() throws Exception {
    for (String since : List.of("", "--since 0")) {
      console.container.log.clear();
      console.printed.reset();
      event("acme", "a");
      event("acme", "b");
      console.container.beforeQuery = () -> event("acme", "c");
      CompletableFuture<Object> ended = follow("--json --limit 4 " + since);
      await("the one that came in between", () -> lines().size() == 3);
      console.container.beforeQuery = () -> {};
      event("acme", "d");
      ended.get(30, TimeUnit.SECONDS);
      assertEquals(List.of(1L, 2L, 3L, 4L), ids());
    }
  }

  @Test
  public void everyFilterHoldsForPastAndNew() throws Exception {
    event("acme", "a");
    event("acme", "b");
    event("other", "a");
    console.container.event("acme", "a", "", new Payload.SystemReady(1));
    CompletableFuture<Object> ended =
        follow("--json --service acme/a --type service_killed --since 0 --limit 2");
    await("the past", () -> lines().size() == 1);
    event("acme", "b");
    event("other", "a");
    event("acme", "a");
    ended.get(30, TimeUnit.SECONDS);
    assertEquals(List.of(1L, 7L), ids());
  }

  @Test
  public void sinceAnIdThatIsNotThereYetWaitsForLaterOnes() throws Exception {
    event("acme", "a");
    CompletableFuture<Object> ended = follow("--json --since 3 --limit 1");
    await("the feed", () -> console.container.feeds.get() == 1);
    event("acme", "b");
    event("acme", "c");
    event("acme", "d");
    ended.get(30, TimeUnit.SECONDS);
    assertEquals(List.of(4L), ids());
  }

  @Test
  public void withoutASinceItBeginsWithTheNewest() throws Exception {
    for (int i = 0; i < 60; i++) {
      event("acme", "s" + i);
    }
    CompletableFuture<Object> ended = follow("--json");
    await("the newest 50", () -> lines().size() == 50);
    console.container.closeStore();
    ended.get(30, TimeUnit.SECONDS);
    assertEquals(11, (long) ids().get(0));
    assertEquals(60, (long) ids().get(49));
  }

  @Test
  public void aTableGrowsByARowEach() throws Exception {
    event("acme", "a");
    event("acme", "a-service-with-a-long-name");
    follow("--limit 2").get(30, TimeUnit.SECONDS);
    assertEquals(3, lines().size());
    assertTrue(lines().get(0), lines().get(0).startsWith("ID      TIME "));
    assertTrue(lines().get(1), lines().get(1).startsWith("1       2026-02-03T04:05:06.700Z  serv"));
    assertTrue(lines().get(2), lines().get(2).contains("acme/a-service-with-a-long-name  owner"));
  }

  @Test
  public void theEndOfTheContainerIsItsEnd() throws Exception {
    console.container.event("", "", "", new Payload.SystemShutdownComplete("x", 1, 0, ""));
    CompletableFuture<Object> ended = follow("--json --since 0");
    await("the past", () -> lines().size() == 1);
    console.container.event("", "", "", new Payload.SystemStarted("1", "17", 1, "", true));
    console.container.event("", "", "", new Payload.SystemShutdownComplete("x", 1, 0, ""));
    ended.get(30, TimeUnit.SECONDS);
    assertEquals(List.of(1L, 2L, 3L), ids());
  }

  @Test
  public void shl03_interruptEndsIt() {
    follow("");
    await("the feed", () -> console.container.feeds.get() == 1);
    console.session.foregroundJob().interrupt();
    await("the end of the feed", () -> console.container.feeds.get() == 0);
  }

  @Test
  public void whoMayNotQueryMayNotFollow() {
    console.session.put(Commands.CALLER, Caller.directory("acme"));
    assertTrue(console.fail("events --follow").startsWith("directory:acme may not events"));
    assertEquals(0, console.container.feeds.get());
  }
}
