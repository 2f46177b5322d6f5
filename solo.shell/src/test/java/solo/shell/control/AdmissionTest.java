package solo.shell.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.Test;
import solo.core.recovery.Replayer.Progress;

public class AdmissionTest {
  private static final Optional<Progress> RECOVERING = Optional.of(new Progress(false, 3, 1));

  @Test
  public void rec26_lookingAndStoppingIsTakenEarly() {
    for (String command :
        List.of(
            "status",
            " solo:status --json ",
            "events --tenant default --limit 10",
            "events --type service_deployed --since 2026-01-01T00:00:00Z",
            "report --json",
            "report --verify",
            "events --follow --since 1",
            "why acme/greeter",
            "version",
            "shutdown --reason 'a new disk; back soon'")) {
      assertEquals(command, Optional.empty(), Admission.early(command, RECOVERING));
    }
  }

  @Test
  public void rec26_whatCouldHoldAnotherCommandIsNot() {
    for (String command :
        List.of(
            "services",
            "deploy x.jar",
            "status; deploy x.jar",
            "status\ndeploy x.jar",
            "status | tac",
            "status (deploy x.jar)",
            "status $(deploy x.jar)",
            "status `deploy`",
            "status = { deploy }",
            "status & deploy",
            "statuses",
            "other:status",
            "events 'a' ; deploy")) {
      assertTrue(command, Admission.early(command, RECOVERING).isPresent());
      assertTrue(command, Admission.early(command, Optional.empty()).isPresent());
      Optional<Progress> ready = Optional.of(new Progress(true, 3, 3));
      assertEquals(command, Optional.empty(), Admission.early(command, ready));
    }
  }

  @Test
  public void shd07_whatOnlyLooksIsTakenInAStopAndNothingElse() {
    for (String command :
        List.of("status --json", "solo:services", "events", "report", "version", "shutdown")) {
      assertEquals(command, Optional.empty(), Admission.late(command, true));
    }
    for (String command : List.of("deploy x.jar", "kill a", "checkpoint", "status; kill a")) {
      assertTrue(command, Admission.late(command, true).orElseThrow().contains("shutting down"));
      assertEquals(command, Optional.empty(), Admission.late(command, false));
    }
  }

  @Test
  public void commandWithoutControlCharactersIsWellFormed() {
    assertEquals(Optional.empty(), Admission.malformed("a\tb\nc\r\n"));
    assertEquals(Optional.empty(), Admission.malformed("grüße 'x'"));
    assertTrue(Admission.malformed("a\u0085b").orElseThrow().contains("U+0085"));
  }
}
