package solo.core.disk;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** How an operation of a {@link SimDisk} fails, once. */
public enum Fault {
  /** Anything fails, and a force for ever: the next one works and tells nothing. */
  EIO(EnumSet.allOf(SimDisk.Op.class)),
  /** There is no room: a write may have written a part. */
  ENOSPC(EnumSet.of(SimDisk.Op.CREATE, SimDisk.Op.PREALLOCATE, SimDisk.Op.WRITE)),
  /** A write has written a part. */
  SHORT_WRITE(EnumSet.of(SimDisk.Op.PREALLOCATE, SimDisk.Op.WRITE));

  private final Set<SimDisk.Op> where;

  Fault(Set<SimDisk.Op> where) {
    this.where = where;
  }

  /** Whether an operation can fail so. */
  public boolean hits(SimDisk.Op op) {
    return where.contains(op);
  }

  /** A new one. */
  public IOException exception() {
    return switch (this) {
      case EIO -> new IOException("simulated EIO");
      case ENOSPC -> new DiskFullException("simulated ENOSPC", null);
      case SHORT_WRITE -> new SimDisk.ShortWrite();
    };
  }
}
