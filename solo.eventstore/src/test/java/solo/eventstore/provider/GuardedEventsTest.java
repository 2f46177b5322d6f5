package solo.eventstore.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventDraft;
import solo.core.event.EventFeed;
import solo.core.event.EventQuery;
import solo.core.event.Payload;

/** Who sees which events. */
public class GuardedEventsTest extends JournalEventStoreFixture {
  private static final Caller OWNER = Caller.owner("alice");
  private static final Caller TOKEN = Caller.token("k3Jd9sLq0ZxP");
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Rights rights = new Rights();
  private GuardedEvents events;
  private long begin;

  @Before
  public void begin() throws Exception {
    open();
    begin = store.lastId();
    for (int round = 0; round < 10; round++) {
      append("acme", "orders");
      append("acme", "order-mail");
      append("acme", "");
      append("other", "orders");
      append("", "");
    }
    events = new GuardedEvents(store);
    events.authorization = rights;
  }

  @Test
  public void ownerSeesAllAlsoWhileThereIsNobodyToAsk() throws Exception {
    events.authorization = null;
    assertEquals(50, events.query(EventQuery.after(begin, 100), OWNER).size());
    assertEquals(store.event(begin + 4), events.event(begin + 4, OWNER));
    try (EventFeed feed = events.follow(begin, OWNER)) {
      assertEquals(begin + 1, feed.next(LONG).orElseThrow().id());
    }
    assertThrows(IllegalStateException.class, () -> events.query(EventQuery.newest(1), TOKEN));
  }

  @Test
  public void cap24_tenantSeesItsOwnEventsAndALimitCountsThoseOnly() {
    assertSubjects(List.of("acme/orders", "acme/order-mail", "acme/"), oldest(3));
    assertSubjects(List.of("acme/", "acme/order-mail", "acme/orders", "acme/"), newest(4));
    assertEquals(30, oldest(EventQuery.MAX_LIMIT).size());
    EventQuery byType = new EventQuery("", "", "service_killed", begin, 100, false);
    assertEquals(30, events.query(byType, TOKEN).size());
  }

  @Test
  public void cap24_anotherTenantIsRefusedAndNotJustEmpty() {
    EventQuery other = new EventQuery("other", "", "", 0, 10, true);
    assertThrows(AccessDeniedException.class, () -> events.query(other, TOKEN));
    assertEquals(List.of("other *"), rights.asked);
  }

  @Test
  public void cap24_historyShowsATokenWhatItMayQuery() throws Exception {
    EventQuery all = EventQuery.after(begin, 1);
    assertEquals(50, read(all, OWNER).size());
    assertEquals(events.query(EventQuery.after(begin, 100), TOKEN), read(all, TOKEN));
    rights.reach = new Resource("service:order-*");
    assertEquals(10, read(all, TOKEN).size());
    EventQuery other = new EventQuery("other", "", "", begin, 1, false);
    assertEquals(10, read(other, OWNER).size());
    assertThrows(AccessDeniedException.class, () -> events.history(other, TOKEN));
    events.history = afterId -> store.read(begin + 40);
    assertEquals("where archives are", 10, read(all, OWNER).size());
  }

  private List<Event> read(EventQuery query, Caller caller) throws Exception {
    List<Event> found = new ArrayList<>();
    try (EventCursor cursor = events.history(query, caller)) {
      cursor.forEachRemaining(found::add);
    }
    return found;
  }

  @Test
  public void tokenOfOneServiceSeesThatService() {
    rights.reach = Resource.service("orders");
    assertSubjects(List.of("acme/orders", "acme/orders"), newest(2));
    assertEquals(10, oldest(100).size());
    EventQuery beside = new EventQuery("acme", "order-mail", "", 0, 10, true);
    assertThrows(AccessDeniedException.class, () -> events.query(beside, TOKEN));
  }

  @Test
  public void tokenOfSomeServicesSeesThoseAndNothingOfTheTenantItself() {
    rights.reach = new Resource("service:order-*");
    assertEquals(10, oldest(100).size());
    assertSubjects(List.of("acme/order-mail", "acme/order-mail", "acme/order-mail"), newest(3));
    assertSubjects(List.of("acme/order-mail"), oldest(1));
    rights.reach = new Resource("service:order*");
    assertEquals(20, newest(100).size());
    rights.reach = Resource.secret("db");
    assertEquals(List.of(), newest(100));
  }

  @Test
  public void rareEventsOfSomeServicesAreFoundBehindManyOthers() throws Exception {
    rights.reach = new Resource("service:rare*");
    append("acme", "rare1");
    append("acme", "rare2");
    for (int i = 0; i < EventQuery.MAX_LIMIT + 10; i++) {
      store.append(draft("acme", "orders"));
    }
    append("acme", "orders");
    assertSubjects(List.of("acme/rare2"), newest(1));
    assertSubjects(List.of("acme/rare2", "acme/rare1"), newest(5));
    assertSubjects(List.of("acme/rare1", "acme/rare2"), oldest(5));
  }

  @Test
  public void tokenOfEveryTenantSeesThemAll() {
    rights.tenant = Authorization.EVERY_TENANT;
    assertEquals(50, oldest(100).size());
    rights.reach = Resource.service("orders");
    assertSubjects(List.of("acme/orders", "other/orders"), oldest(2));
  }

  @Test
  public void oneEventIsShownToWhomItConcerns() {
    assertTrue(events.event(begin + 1, TOKEN).isPresent());
    assertEquals(Optional.empty(), events.event(begin + 4, TOKEN));
    assertEquals(Optional.empty(), events.event(begin + 5, TOKEN));
    rights.reach = Resource.service("orders");
    assertTrue(events.event(begin + 1, TOKEN).isPresent());
    assertEquals(Optional.empty(), events.event(begin + 3, TOKEN));
  }

  @Test
  public void withoutThePermissionNothingIsShown() {
    rights.permission = Permission.READ;
    assertThrows(AccessDeniedException.class, () -> newest(1));
    assertThrows(AccessDeniedException.class, () -> events.event(begin + 1, TOKEN));
    assertThrows(AccessDeniedException.class, () -> events.follow(begin, TOKEN));
    Caller directory = Caller.directory("acme");
    rights.valid = false;
    assertThrows(AccessDeniedException.class, () -> events.query(EventQuery.newest(1), directory));
  }

  @Test
  public void feedGivesWhatIsTheTenantsAndThenWhatComes() throws Exception {
    try (EventFeed feed = events.follow(begin + 45, TOKEN)) {
      for (String subject : List.of("acme/orders", "acme/order-mail", "acme/")) {
        assertEquals(subject, subject(feed.next(LONG).orElseThrow()));
      }
      assertEquals(Optional.empty(), feed.next(Duration.ZERO));
      append("other", "orders");
      append("acme", "later");
      assertEquals("acme/later", subject(feed.next(LONG).orElseThrow()));
    }
  }

  @Test
  public void feedEndsWhenTheTokenDoes() throws Exception {
    try (EventFeed feed = events.follow(begin, TOKEN)) {
      assertEquals("acme/orders", subject(feed.next(LONG).orElseThrow()));
      rights.valid = false;
      assertEquals(Optional.empty(), feed.next(LONG));
      assertTrue(feed.closed());
    }
  }

  @Test
  public void feedThatWaitsEndsWhenTheTokenDoes() throws Exception {
    rights.validFor = 3;
    try (EventFeed feed = events.follow(store.lastId(), TOKEN)) {
      assertEquals(Optional.empty(), feed.next(LONG));
      assertTrue(feed.closed());
    }
  }

  @Test(timeout = 60_000)
  public void feedReturnsInTimeAlsoWhereOthersEventsNeverPause() throws Exception {
    Event others = store.event(begin + 4).orElseThrow();
    EventFeed stream =
        new EventFeed() {
          @Override
          public Optional<Event> next(Duration wait) {
            return Optional.of(others);
          }

          @Override
          public boolean closed() {
            return false;
          }

          @Override
          public void close() {}
        };
    EventFeed feed = new VisibleFeed(stream, View.of(rights, TOKEN));
    assertEquals(Optional.empty(), feed.next(Duration.ofMillis(50)));
  }

  private List<Event> oldest(int limit) {
    return events.query(EventQuery.after(begin, limit), TOKEN);
  }

  private List<Event> newest(int limit) {
    return events.query(EventQuery.newest(limit), TOKEN);
  }

  private static void assertSubjects(List<String> expected, List<Event> actual) {
    assertEquals(expected, actual.stream().map(GuardedEventsTest::subject).toList());
  }

  private static String subject(Event event) {
    return event.draft().tenant() + "/" + event.draft().subject();
  }

  private void append(String tenant, String subject) throws Exception {
    store.append(draft(tenant, subject)).getValue();
  }

  private static EventDraft draft(String tenant, String subject) {
    return new EventDraft(tenant, subject, "owner:a", "", 0, new Payload.ServiceKilled("d"));
  }

  /** One token. */
  private static final class Rights implements Authorization {
    private final List<String> asked = new ArrayList<>();
    private String tenant = "acme";
    private Resource reach = Resource.ALL;
    private Permission permission = Permission.EVENTS;
    private volatile boolean valid = true;
    private int validFor = Integer.MAX_VALUE;

    @Override
    public void require(Caller caller, Permission permission, String tenant, Resource resource) {
      asked.add(tenant + " " + resource);
      if (!allows(caller, permission, tenant, resource)) {
        throw AccessDeniedException.token();
      }
    }

    @Override
    public boolean allows(Caller caller, Permission wanted, String in, Resource resource) {
      return valid
          && validFor-- > 0
          && wanted == permission
          && (tenant.equals(EVERY_TENANT) || tenant.equals(in))
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
