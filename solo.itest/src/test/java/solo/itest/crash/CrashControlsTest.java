package solo.itest.crash;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.Test;
import solo.itest.crash.FakeMachine.Fault;

/** The suite sees what it is there to see: a fake container with one fault each is reported. */
public class CrashControlsTest {
  private static final int KILLS = 12;
  private static final int SEEDS = 6;

  @Test
  public void aContainerThatIsRightPassesWithEveryOperationDone() {
    CrashRun run = run(Fault.NONE, 1);
    assertEquals(KILLS, run.totals().kills());
    assertTrue(run.totals().toString(), run.totals().checked() > 10 * KILLS);
    String history = run.history().lines().toString();
    for (String command :
        List.of(
            "deploy",
            "kill",
            "grant",
            "delegate",
            "renew",
            "revoke",
            "limits",
            "secret-put",
            "secret-delete",
            "vault-shred",
            "vault-rotate",
            "checkpoint",
            "retention")) {
      assertTrue(command, history.contains("done: solo:" + command));
    }
    assertTrue(run.totals().toString(), run.totals().takenOut() > KILLS);
  }

  @Test
  public void aLostTailIsReportedWithTheOperationsThatWereAcknowledged() {
    assertReported(Fault.LOSES_THE_TAIL, "acknowledged: solo:deploy", "its events in the log: []");
  }

  @Test
  public void anEventWithoutItsEffectIsReported() {
    assertReported(Fault.HALF_APPLIES_A_DEPLOY, "service ", "changed last by: solo:deploy");
  }

  @Test
  public void aForgottenKillIsReported() {
    assertReported(Fault.FORGETS_A_KILL, "expected KILLED, found ACTIVE");
  }

  @Test
  public void aRevivedTokenIsReportedByTheListAndByItsUse() {
    assertReported(Fault.REVIVES_A_TOKEN, "expected REVOKED", "found VALID", "opens: true");
  }

  @Test
  public void aLostGrantIsReportedByTheListAndByItsUse() {
    assertReported(Fault.LOSES_A_GRANT, "expected VALID", "found null", "opens: false");
  }

  @Test
  public void aLostSecretIsReported() {
    assertReported(Fault.LOSES_A_SECRET, "secret ", "changed last by: solo:secret-put");
  }

  @Test
  public void aSecretThatIsThereAgainIsReported() {
    assertReported(Fault.KEEPS_A_DELETED_SECRET, "secret ", "expected null, found ");
  }

  @Test
  public void aForgottenRotationIsReported() {
    assertReported(Fault.FORGETS_A_ROTATION, "vault: expected UNSEALED by key");
  }

  @Test
  public void anOpenIntentIsReported() {
    assertReported(Fault.LEAVES_AN_INTENT_OPEN, "half applied, the intent is open");
  }

  @Test
  public void twoBundlesOfOneServiceAreReported() {
    assertReported(Fault.RUNS_A_SERVICE_TWICE, "runs 2 times");
  }

  @Test
  public void evt10_anIdThatIsThereTwiceIsReported() {
    assertReported(Fault.REUSES_AN_ID, "expected event ");
  }

  @Test
  public void aKillThatNobodyAskedForIsReported() {
    assertReported(Fault.INVENTS_A_KILL, "nobody asked for", "found KILLED");
  }

  @Test
  public void evt17_aRetentionThatLosesATokenInForceIsReported() {
    assertReported(
        Fault.RETENTION_LOSES_A_GRANT,
        "is gone, and token a",
        "rests on it",
        "expected VALID",
        "found null",
        "opens: false");
  }

  /** Also where what is shown is right still, since it comes from a store. */
  @Test
  public void evt17_aRetentionThatDoesNotKeepWhatServicesRestOnIsReported() {
    assertReported(Fault.RETENTION_KEEPS_TOO_LITTLE, "is gone, and service ", "rests on it");
  }

  @Test
  public void evt17_anEventThatIsNeitherTakenOutNorThereIsReported() {
    assertReported(Fault.RETENTION_GOES_TOO_FAR, "expected event ");
  }

  @Test
  public void aVerifierThatIsNotContentIsReported() {
    assertReported(Fault.FINDS_IT_BROKEN, "the verifier says");
  }

  /** One seed is one history: what each lane does follows from it alone. */
  @Test
  public void theSameSeedMakesTheSamePlan() {
    List<String> points = List.of("a.b", "c.d", "e.f");
    List<Death> plan = Death.plan(50, points, new Random(7));
    assertEquals(plan, Death.plan(50, points, new Random(7)));
    Set<String> reached = new HashSet<>();
    plan.forEach(death -> death.point().ifPresent(reached::add));
    assertEquals(Set.copyOf(points), reached);
  }

  /** Every history reports the fault, and each part of what can be said of it is said. */
  private static void assertReported(Fault fault, String... parts) {
    String said =
        LongStream.rangeClosed(1, SEEDS)
            .mapToObj(seed -> assertThrows(AssertionError.class, () -> run(fault, seed)))
            .map(AssertionError::getMessage)
            .collect(Collectors.joining("\n"));
    for (String part : parts) {
      assertTrue("'" + part + "' in " + said, said.contains(part));
    }
  }

  private static CrashRun run(Fault fault, long seed) {
    CrashRun run = new CrashRun(new FakeMachine(fault), Operations.COMMANDS, seed);
    List<Death> deaths = new ArrayList<>();
    Random random = new Random(seed);
    for (int i = 0; i < KILLS; i++) {
      deaths.add(Death.atRandom(random));
    }
    run.run(deaths);
    return run;
  }
}
