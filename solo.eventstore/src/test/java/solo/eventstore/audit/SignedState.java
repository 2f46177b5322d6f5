package solo.eventstore.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import solo.core.disk.Disk;
import solo.eventstore.head.WitnessedLog;
import solo.eventstore.provider.LoggedLines;

/** A state directory as a container that was stopped leaves it. */
public final class SignedState {
  private SignedState() {}

  /** Signs the last event of a log; makes the key where there is none. */
  public static void sign(Path state, WitnessedLog log) throws IOException {
    HeadsKeeper keeper =
        new HeadsKeeper(
            new HeadsBook(
                new HeadsFile(state.resolve("heads"), Disk.real(), 100),
                new KeyFiles(
                    state.resolve("audit.key"),
                    state.resolve("audit.pub"),
                    Disk.real(),
                    Modes.REAL),
                Clock.systemUTC()),
            log,
            Excuses::new,
            new SigningSettings(1_000, Duration.ofDays(1)),
            System::nanoTime,
            LoggedLines.into(new ArrayList<>()));
    if (!keeper.open() || !keeper.sign(true)) {
      throw new IOException(keeper.status().trouble());
    }
  }
}
