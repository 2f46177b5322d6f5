package solo.eventstore.fsck;

import java.util.UUID;
import solo.eventstore.head.WitnessedLog;

/** A directory in which there is no log. */
final class NoLog implements WitnessedLog {
  private static final int LINK = 32;

  @Override
  public UUID instance() {
    return new UUID(0, 0);
  }

  @Override
  public long openedAt() {
    return 0;
  }

  @Override
  public Last last() {
    return new Last(0, new byte[LINK]);
  }

  @Override
  public byte[] linkAt(long id) {
    return new byte[LINK];
  }
}
