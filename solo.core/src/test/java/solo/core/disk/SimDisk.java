package solo.core.disk;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * Files in memory that know what of them is durable: an operation changes the cache at once and the
 * disk at a force. A process that dies loses nothing of the cache ({@link #kill}); a power loss
 * loses what was not forced, in part ({@link #powerLoss}).
 */
public final class SimDisk implements Disk {
  /** What an operation does. */
  public enum Op {
    CREATE,
    OPEN,
    LIST,
    READ,
    WRITE,
    PREALLOCATE,
    FORCE,
    RENAME,
    DELETE,
    FORCE_DIRECTORY;

    /** Whether it can leave the disk with something else on it. */
    public boolean changes() {
      return this != OPEN && this != LIST && this != READ;
    }
  }

  /** Sees every operation before it happens, on the thread that does it. */
  public interface Watcher {
    /**
     * @throws IOException to let it fail; a write has then written {@code shortWrite} bytes, and a
     *     force has lost for ever what it was to make durable
     */
    void before(int number, Op op) throws IOException;
  }

  /** A write that fails half-way. */
  public static final class ShortWrite extends IOException {
    private static final long serialVersionUID = 1L;

    public ShortWrite() {
      super("simulated short write");
    }
  }

  private record NameChange(String from, String to, SimFile file) {}

  private final TreeMap<String, SimFile> names = new TreeMap<>();
  private final TreeMap<String, SimFile> durableNames = new TreeMap<>();
  private final List<NameChange> pendingNames = new ArrayList<>();
  private Watcher watcher = (number, op) -> {};
  private int operations;
  private int changes;

  /** Controls: what a broken journal, or a broken device, would do. */
  public boolean forgetsForces;

  public boolean forgetsDirectories;
  public boolean forcesLate;
  public boolean forgetsSameBytes;
  private SimFile late;

  /** From now on it sees every operation. */
  public void watch(Watcher other) {
    watcher = other;
  }

  public int changes() {
    return changes;
  }

  /** The same disk for the next process: the cache stays, and so does what is not durable yet. */
  public synchronized SimDisk kill() {
    SimDisk next = new SimDisk();
    TreeMap<SimFile, SimFile> copies = new TreeMap<>();
    names.values().forEach(file -> copies.computeIfAbsent(file, SimFile::copy));
    durableNames.values().forEach(file -> copies.computeIfAbsent(file, SimFile::copy));
    pendingNames.stream()
        .filter(change -> change.file != null)
        .forEach(change -> copies.computeIfAbsent(change.file, SimFile::copy));
    names.forEach((name, file) -> next.names.put(name, copies.get(file)));
    durableNames.forEach((name, file) -> next.durableNames.put(name, copies.get(file)));
    for (NameChange change : pendingNames) {
      SimFile file = change.file == null ? null : copies.get(change.file);
      next.pendingNames.add(new NameChange(change.from, change.to, file));
    }
    next.forgetsForces = forgetsForces;
    next.forgetsDirectories = forgetsDirectories;
    next.forcesLate = forcesLate;
    next.forgetsSameBytes = forgetsSameBytes;
    return next;
  }

  /** What the disk may hold after a power loss now. */
  public synchronized SimDisk powerLoss(Loss loss, Random random) {
    SimDisk next = new SimDisk();
    TreeMap<String, SimFile> kept = new TreeMap<>(durableNames);
    int count = loss.keptOf(pendingNames.size(), random);
    pendingNames.subList(0, count).forEach(change -> apply(change, kept));
    TreeMap<SimFile, SimFile> after = new TreeMap<>();
    kept.forEach(
        (name, file) -> {
          SimFile lost = after.computeIfAbsent(file, f -> f.powerLoss(loss, random));
          next.names.put(name, lost);
          next.durableNames.put(name, lost);
        });
    return next;
  }

  /** A file's bytes as a process sees them, to be changed by the test. */
  public byte[] bytes(Path file) {
    return names.get(file.toString()).cache;
  }

  /** Flips a bit of what is there, also after a power loss. */
  public void flip(Path file, int at) {
    SimFile found = names.get(file.toString());
    found.cache[at] ^= 1;
    if (at < found.durable.length) {
      found.durable[at] ^= 1;
    }
  }

  public void put(Path file, byte[] bytes) {
    SimFile made = new SimFile();
    made.cache = bytes.clone();
    made.durable = bytes.clone();
    names.put(file.toString(), made);
    durableNames.put(file.toString(), made);
  }

  @Override
  public synchronized DiskFile create(Path file) throws IOException {
    step(Op.CREATE);
    if (names.containsKey(file.toString())) {
      throw new FileAlreadyExistsException(file.toString());
    }
    SimFile made = new SimFile();
    change(new NameChange(null, file.toString(), made));
    return new Handle(made);
  }

  @Override
  public synchronized DiskFile open(Path file) throws IOException {
    step(Op.OPEN);
    SimFile found = names.get(file.toString());
    if (found == null) {
      throw new NoSuchFileException(file.toString());
    }
    return new Handle(found);
  }

  @Override
  public DiskFile openForReading(Path file) throws IOException {
    return open(file);
  }

  @Override
  public synchronized List<String> list(Path directory) throws IOException {
    step(Op.LIST);
    return names.keySet().stream()
        .map(Path::of)
        .filter(path -> path.getParent().equals(directory))
        .map(path -> path.getFileName().toString())
        .toList();
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    step(Op.RENAME);
    change(new NameChange(from.toString(), to.toString(), names.get(from.toString())));
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    step(Op.DELETE);
    if (names.containsKey(file.toString())) {
      change(new NameChange(file.toString(), null, null));
    }
  }

  @Override
  public void createDirectories(Path directory) {
    // Directories are only prefixes here.
  }

  @Override
  public synchronized void forceDirectory(Path directory) throws IOException {
    step(Op.FORCE_DIRECTORY);
    if (!forgetsForces && !forgetsDirectories) {
      pendingNames.forEach(change -> apply(change, durableNames));
      pendingNames.clear();
    }
  }

  private void step(Op op) throws IOException {
    try {
      watcher.before(operations++, op);
    } finally {
      if (late != null) {
        late.force();
        late = null;
      }
    }
    changes += op.changes() ? 1 : 0;
  }

  private void change(NameChange change) {
    apply(change, names);
    pendingNames.add(change);
  }

  private static void apply(NameChange change, TreeMap<String, SimFile> to) {
    if (change.from != null) {
      to.remove(change.from);
    }
    if (change.to != null) {
      to.put(change.to, change.file);
    }
  }

  private final class Handle implements DiskFile {
    private final SimFile file;

    Handle(SimFile file) {
      this.file = file;
    }

    @Override
    public long size() {
      synchronized (SimDisk.this) {
        return file.cache.length;
      }
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
      synchronized (SimDisk.this) {
        step(Op.READ);
        int count = (int) Math.max(0, Math.min(length, file.cache.length - position));
        System.arraycopy(file.cache, (int) position, into, offset, count);
        return count;
      }
    }

    @Override
    public void write(long position, byte[] from, int offset, int length) throws IOException {
      synchronized (SimDisk.this) {
        byte[] bytes = Arrays.copyOfRange(from, offset, offset + length);
        writing(Op.WRITE, (int) position, bytes);
      }
    }

    @Override
    public void preallocate(long length) throws IOException {
      synchronized (SimDisk.this) {
        writing(Op.PREALLOCATE, 0, new byte[(int) length]);
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (SimDisk.this) {
        try {
          step(Op.FORCE);
        } catch (IOException e) {
          file.loseForce();
          throw e;
        }
        if (forcesLate) {
          late = file;
        } else if (!forgetsForces) {
          file.force();
        }
      }
    }

    @Override
    public void close() {
      // Nothing is held.
    }

    private void writing(Op op, int position, byte[] bytes) throws IOException {
      try {
        step(op);
      } catch (ShortWrite | DiskFullException e) {
        file.write(position, Arrays.copyOf(bytes, bytes.length / 2), forgetsSameBytes);
        throw e;
      }
      file.write(position, bytes, forgetsSameBytes);
    }
  }
}
