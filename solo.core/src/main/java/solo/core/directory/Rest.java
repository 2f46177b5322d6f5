package solo.core.directory;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Says which files have come to rest, from looking at their stamps again and again. Reads no
 * content and no clock. A file is at rest when one of these holds:
 *
 * <ul>
 *   <li>its stamp has been the same for the settle time;
 *   <li>it was last written longer than the settle time ago, by the clock that stamps files: so
 *       after a start, and for a finished file that is renamed into place later;
 *   <li>it is new under its name, and the last change to it was no write: so a file that was
 *       renamed into place right after it was written.
 * </ul>
 *
 * A file at rest may still be half a file; whether it is whole is asked of its content.
 */
final class Rest {

  /** The stamp of a name and since when it is so. */
  private record Look(Stamp stamp, long sinceMs, boolean moved) {}

  private final long settleMs;
  private final Map<Path, Look> looks = new HashMap<>();

  Rest(long settleMs) {
    this.settleMs = settleMs;
  }

  /** Takes note of a look at a file, and says whether it is at rest. */
  boolean atRest(Path file, Stamp stamp, Clock clock) {
    long now = clock.monotonicMs();
    Look before = looks.get(file);
    if (before == null || !before.stamp().equals(stamp)) {
      boolean isNew = before == null || before.stamp().inode() != stamp.inode();
      before = new Look(stamp, now, isNew && stamp.changed().isAfter(stamp.modified()));
      looks.put(file, before);
    }
    boolean old = !stamp.modified().isAfter(clock.wall().minusMillis(settleMs));
    return before.moved() || now - before.sinceMs() >= settleMs || old;
  }

  /** Forgets all other files. */
  void keepOnly(Set<Path> files) {
    looks.keySet().retainAll(files);
  }
}
