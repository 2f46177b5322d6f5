package solo.eventstore.clock;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.Test;
import solo.core.clock.ContainerClock.Leap;
import solo.core.event.Payload.ClockAccepted;

public class GuardedClockTest {
  private static final Instant LAST = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration TEN_YEARS = Duration.ofDays(3653);

  private final TestMachine machine = new TestMachine(LAST);

  private static ClockAccepted accepted(Leap leap) {
    return new ClockAccepted(
        leap.machine().toEpochMilli(), leap.container().toEpochMilli(), leap.atStart());
  }

  private static ClockAccepted accept(GuardedClock clock) {
    Leap leap = clock.hold().orElseThrow();
    clock.follow(leap);
    return accepted(leap);
  }

  private GuardedClock startsAfter(Duration sinceLast) {
    machine.leaps(sinceLast);
    return machine.from(LAST);
  }

  private static void assertShows(Instant expected, GuardedClock clock) {
    assertEquals(Optional.empty(), clock.leap());
    assertEquals(expected, clock.instant());
  }

  private static Leap assertLeapt(Instant expected, GuardedClock clock) {
    Leap leap = clock.leap().orElseThrow();
    assertEquals(expected, clock.instant());
    assertEquals(expected, leap.container());
    return leap;
  }

  @Test
  public void anEmptyLogTakesTheMachinesClock() {
    GuardedClock clock = machine.clock();
    clock.begin(0, Optional::empty);
    assertShows(LAST, clock);
  }

  @Test
  public void upTo30DaysAfterTheLastEventTheMachinesClockIsTakenAtStart() {
    assertShows(LAST.plus(DAY.multipliedBy(30)), startsAfter(DAY.multipliedBy(30)));
  }

  @Test
  public void flt14_moreThan30DaysAheadAtStartIsNotFollowed() {
    GuardedClock clock = startsAfter(DAY.multipliedBy(30).plusMillis(1));
    assertTrue(assertLeapt(LAST, clock).atStart());
    machine.passes(DAY);
    assertTrue(assertLeapt(LAST.plus(DAY), clock).atStart());
  }

  @Test
  public void aLittleBehindAtStartTimeStandsUntilTheMachineHasComeUp() {
    GuardedClock clock = startsAfter(HOUR.negated());
    assertShows(LAST, clock);
    machine.passes(HOUR);
    assertShows(LAST, clock);
    machine.passes(SECOND);
    assertShows(LAST.plus(SECOND), clock);
  }

  @Test
  public void flt14_tenYearsBehindAtStartTimeGoesOnFromTheLastEvent() {
    GuardedClock clock = startsAfter(TEN_YEARS.negated());
    machine.passes(SECOND);
    Leap leap = assertLeapt(LAST.plus(SECOND), clock);
    assertTrue(leap.atStart());
    assertEquals(TEN_YEARS.negated(), leap.ahead());
  }

  @Test
  public void aMachineThatGetsItsTimeAfterTheStartNeedsNobody() {
    GuardedClock clock = startsAfter(TEN_YEARS.negated());
    machine.passes(SECOND);
    assertLeapt(LAST.plus(SECOND), clock);
    machine.leaps(TEN_YEARS.plus(DAY));
    assertShows(LAST.plus(DAY).plus(SECOND), clock);
  }

  @Test
  public void flt14_tenYearsAheadOrBehindWhileRunningIsNotFollowed() {
    for (Duration leap : new Duration[] {TEN_YEARS, TEN_YEARS.negated(), HOUR.plusMillis(1)}) {
      GuardedClock clock = new TestMachine(LAST).from(LAST);
      TestMachine leaping = new TestMachine(LAST);
      clock = leaping.from(LAST);
      leaping.leaps(leap);
      leaping.passes(SECOND);
      Leap found = assertLeapt(LAST.plus(SECOND), clock);
      assertFalse(found.atStart());
      assertEquals(leap, found.ahead());
    }
  }

  @Test
  public void aLeapOfAnHourIsFollowedAtOnceAndOneBackByStanding() {
    GuardedClock clock = startsAfter(Duration.ZERO);
    machine.leaps(HOUR);
    assertShows(LAST.plus(HOUR), clock);
    machine.leaps(HOUR.negated());
    assertShows(LAST.plus(HOUR), clock);
    machine.passes(HOUR.plus(SECOND));
    assertShows(LAST.plus(HOUR).plus(SECOND), clock);
  }

  @Test
  public void smallStepsBackDoNotAddUpBeyondTheLimit() {
    GuardedClock clock = startsAfter(Duration.ZERO);
    machine.leaps(Duration.ofMinutes(-40));
    assertShows(LAST, clock);
    machine.leaps(Duration.ofMinutes(-40));
    machine.passes(SECOND);
    assertLeapt(LAST.plus(SECOND), clock);
  }

  @Test
  public void aLeapIsOverWhenTheMachinesClockIsBackWithinTheHour() {
    GuardedClock clock = startsAfter(Duration.ZERO);
    machine.leaps(TEN_YEARS);
    machine.passes(HOUR);
    assertLeapt(LAST.plus(HOUR), clock);
    machine.leaps(TEN_YEARS.negated().plus(HOUR));
    assertShows(LAST.plus(HOUR.multipliedBy(2)), clock);
  }

  @Test
  public void theMonotonicClockIsCountedToTheMillisecondHoweverOftenItIsRead() {
    GuardedClock clock = startsAfter(TEN_YEARS);
    for (int i = 0; i < 1000; i++) {
      machine.passes(Duration.ofNanos(700_000));
      clock.millis();
    }
    assertEquals(LAST.plusMillis(700), clock.instant());
  }

  @Test
  public void anAcceptedLeapForwardIsFollowed() {
    GuardedClock clock = startsAfter(TEN_YEARS);
    accept(clock);
    assertShows(LAST.plus(TEN_YEARS), clock);
    machine.passes(DAY);
    assertShows(LAST.plus(TEN_YEARS).plus(DAY), clock);
  }

  @Test
  public void timeStandsWhileAnAcceptanceIsWritten() {
    GuardedClock clock = startsAfter(TEN_YEARS);
    clock.hold();
    machine.passes(SECOND);
    assertEquals(LAST, clock.instant());
    clock.release();
    assertLeapt(LAST.plus(SECOND), clock);
  }

  @Test
  public void anAcceptedLeapBackLetsTimeStandUntilTheMachineHasComeUp() {
    GuardedClock clock = startsAfter(Duration.ZERO);
    machine.leaps(DAY.multipliedBy(2).negated());
    accept(clock);
    machine.passes(DAY);
    assertShows(LAST, clock);
    machine.passes(DAY.plus(SECOND));
    assertShows(LAST.plus(SECOND), clock);
    machine.leaps(DAY);
    assertTrue("the next leap is one again", clock.leap().isPresent());
  }

  @Test
  public void afterAnAcceptedLeapBackTheRightTimeNeedsNobody() {
    GuardedClock clock = startsAfter(Duration.ZERO);
    machine.leaps(DAY.multipliedBy(2).negated());
    accept(clock);
    machine.leaps(DAY);
    assertShows(LAST, clock);
    machine.leaps(DAY.plus(HOUR));
    assertShows(LAST.plus(HOUR), clock);
  }

  @Test
  public void afterAnAcceptedLeapBackAnotherOneIsNotFollowed() {
    for (Duration next : new Duration[] {DAY.negated(), DAY.multipliedBy(4)}) {
      TestMachine leaping = new TestMachine(LAST);
      GuardedClock clock = leaping.from(LAST);
      leaping.leaps(DAY.multipliedBy(2).negated());
      accept(clock);
      leaping.leaps(next);
      leaping.passes(SECOND);
      assertLeapt(LAST.plus(SECOND), clock);
    }
  }

  @Test
  public void aMachineThatCameUpUnseenIsNoLeap() {
    GuardedClock clock = startsAfter(Duration.ZERO);
    machine.leaps(DAY.multipliedBy(2).negated());
    accept(clock);
    machine.passes(DAY.multipliedBy(9));
    assertShows(LAST.plus(DAY.multipliedBy(7)), clock);
  }

  @Test
  public void anAcceptedLeapForwardSurvivesARestartWithoutALaterEvent() {
    ClockAccepted forward = accept(startsAfter(TEN_YEARS));
    machine.passes(DAY);
    GuardedClock again = machine.from(LAST, Optional.of(forward));
    assertShows(LAST.plus(TEN_YEARS).plus(DAY), again);
  }

  @Test
  public void anAcceptedLeapForwardIsNoAcceptanceOfTheNext() {
    ClockAccepted forward = accept(startsAfter(TEN_YEARS));
    machine.leaps(TEN_YEARS);
    GuardedClock again = machine.from(LAST, Optional.of(forward));
    assertLeapt(LAST.plus(TEN_YEARS), again);
  }

  @Test
  public void anAcceptedLeapBackSurvivesARestart() {
    ClockAccepted back = accept(startsAfter(TEN_YEARS.negated()));
    machine.passes(DAY);
    GuardedClock again = machine.from(LAST, Optional.of(back));
    assertShows(LAST, again);
    machine.passes(TEN_YEARS);
    assertShows(LAST.plus(DAY), again);
  }

  @Test
  public void anAcceptedLeapBackIsNoAcceptanceOnceTheMachineHadComeUp() {
    ClockAccepted back = accept(startsAfter(TEN_YEARS.negated()));
    GuardedClock later = machine.from(LAST.plus(SECOND), Optional.of(back));
    assertLeapt(LAST.plus(SECOND), later);
  }

  @Test
  public void anAcceptedLeapBackIsNoAcceptanceOfAFurtherOne() {
    ClockAccepted back = accept(startsAfter(DAY.negated()));
    machine.leaps(HOUR.plusMillis(1).negated());
    assertLeapt(LAST, machine.from(LAST, Optional.of(back)));
  }

  @Test
  public void theLogIsAskedForAnAcceptanceOnlyWhereItDecides() {
    GuardedClock clock = machine.clock();
    clock.begin(
        LAST.toEpochMilli(),
        () -> {
          throw new AssertionError("asked");
        });
    assertShows(LAST, clock);
  }
}
