package solo.itest.crash;

import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.SoloHome;
import solo.itest.harness.Trees;

/** The suite sees what goes wrong with the real process, too. */
public class CrashControlIT {
  private static final Death AFTER_TWENTY = new Death(Optional.empty(), false, 20, 0);

  @Rule public final SoloHome home = new SoloHome();

  /** Puts the log back as it was one run earlier. */
  private static final class Rewinding extends RealMachine {
    private final Path events;
    private final Path older;
    private final Path head;
    private int launches;

    Rewinding(SoloHome home) {
      super(home);
      events = home.data().resolve("events");
      older = home.scratch().resolve("older-events");
      head = home.state().resolve("head");
    }

    @Override
    public Container launch(Optional<String> failpoint) {
      launches++;
      try {
        if (launches == 2) {
          Trees.copy(events, older);
        } else if (launches == 3) {
          Trees.delete(events);
          Trees.copy(older, events);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return super.launch(failpoint);
    }

    /** The head follows within a second: it is to know more than the older copy has. */
    @Override
    void beforeKill() {
      if (launches == 2) {
        Await.until("a head beyond the older copy", () -> headId() > AFTER_TWENTY.steps());
      }
    }

    private long headId() {
      try {
        return Files.readAllLines(head).stream()
            .filter(line -> line.startsWith("id "))
            .mapToLong(line -> Long.parseLong(line.substring(3).strip()))
            .findFirst()
            .orElse(0);
      } catch (IOException e) {
        return 0;
      }
    }
  }

  @Test
  public void evt09_anOlderCopyOfTheLogIsReportedWithWhatItLacks() {
    CrashRun run = new CrashRun(new Rewinding(home), Operations.COMMANDS, 1);
    String said =
        assertThrows(AssertionError.class, () -> run.run(List.of(AFTER_TWENTY))).getMessage();
    assertTrue(said, said.contains("acknowledged: solo:"));
    assertTrue(said, said.contains("its events in the log: []"));
    assertTrue(said, said.contains("HEAD_AHEAD"));
  }
}
