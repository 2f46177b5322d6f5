package solo.core.disk;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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

  private record NameChange(String from, String to, SimFile file) {
    String directory() {
      String name = to == null ? from : to;
      return name.substring(0, name.lastIndexOf('/'));
    }
  }

  /** A file that can also be cut. */
  public interface SimOpen extends DiskFile {
    void truncate(long length) throws IOException;
  }

  /** A force that is late is done so many changes of the disk later. */
  private static final int LATE = 3;

  private final Set<String> directories = new TreeSet<>();
  private final TreeMap<String, SimFile> names = new TreeMap<>();
  private final TreeMap<String, SimFile> durableNames = new TreeMap<>();
  private final List<NameChange> pendingNames = new ArrayList<>();
  private Watcher watcher = (number, op) -> {};
  private int operations;
  private int changes;
  private int boot;

  /** Controls: what a broken store, or a broken device, would do. */
  public boolean forgetsForces;

  public boolean forgetsDirectories;
  public boolean forcesLate;
  public boolean forgetsSameBytes;
  private Runnable late = () -> {};
  private int lateFor;

  /** From now on it sees every operation. */
  public void watch(Watcher other) {
    watcher = other;
  }

  public int changes() {
    return changes;
  }

  /** Which boot of the kernel this is: another one after each power loss. */
  public int boot() {
    return boot;
  }

  /** How many operations there were. */
  public int operations() {
    return operations;
  }

  /** Whether a power loss now would take anything. */
  public synchronized boolean isPending() {
    return !pendingNames.isEmpty() || names.values().stream().anyMatch(SimFile::isPending);
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
    next.boot = boot;
    next.directories.addAll(directories);
    next.forgetsForces = forgetsForces;
    next.forgetsDirectories = forgetsDirectories;
    next.forcesLate = forcesLate;
    next.forgetsSameBytes = forgetsSameBytes;
    return next;
  }

  /** What the disk may hold after a power loss now. */
  public synchronized SimDisk powerLoss(Loss loss, Random random) {
    SimDisk next = new SimDisk();
    next.boot = boot + 1;
    next.directories.addAll(directories);
    TreeMap<String, SimFile> kept = new TreeMap<>(durableNames);
    for (List<NameChange> changes : changesByDirectory()) {
      int count = loss.keptOf(changes.size(), random);
      changes.subList(0, count).forEach(change -> apply(change, kept));
    }
    TreeMap<SimFile, SimFile> after = new TreeMap<>();
    kept.forEach(
        (name, file) -> {
          SimFile lost = after.computeIfAbsent(file, f -> f.powerLoss(loss, random));
          next.names.put(name, lost);
          next.durableNames.put(name, lost);
        });
    return next;
  }

  /** A directory's changes become durable in their order; those of others do not wait for them. */
  private Collection<List<NameChange>> changesByDirectory() {
    TreeMap<String, List<NameChange>> byDirectory = new TreeMap<>();
    for (NameChange change : pendingNames) {
      byDirectory.computeIfAbsent(change.directory(), d -> new ArrayList<>()).add(change);
    }
    return byDirectory.values();
  }

  /** A file's bytes as a process sees them, to be changed by the test. */
  public byte[] bytes(Path file) {
    return names.get(file.toString()).own();
  }

  /** The names of all files. */
  public List<Path> files() {
    return names.keySet().stream().map(Path::of).toList();
  }

  /** Flips a bit of what is there, also after a power loss. */
  public void flip(Path file, int at) {
    names.get(file.toString()).flip(at);
  }

  public void put(Path file, byte[] bytes) {
    SimFile made = SimFile.of(bytes);
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
  public DiskFile createPrivate(Path file) throws IOException {
    return create(file);
  }

  @Override
  public synchronized boolean exists(Path file) {
    return names.containsKey(file.toString()) || directories.contains(file.toString());
  }

  @Override
  public void protect(Path file) {
    // There are no users here.
  }

  @Override
  public void force(Path file) throws IOException {
    open(file).force();
  }

  @Override
  public synchronized SimOpen open(Path file) throws IOException {
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
    TreeSet<String> found = new TreeSet<>();
    String prefix = directory + "/";
    names.subMap(prefix, directory + "0").keySet().forEach(name -> found.add(below(prefix, name)));
    directories.stream()
        .filter(name -> name.startsWith(prefix))
        .forEach(name -> found.add(below(prefix, name)));
    return List.copyOf(found);
  }

  private static String below(String prefix, String name) {
    int end = name.indexOf('/', prefix.length());
    return name.substring(prefix.length(), end < 0 ? name.length() : end);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    step(Op.RENAME);
    if (!names.containsKey(from.toString())) {
      throw new NoSuchFileException(from.toString());
    }
    change(new NameChange(from.toString(), to.toString(), names.get(from.toString())));
  }

  @Override
  public synchronized void renameNew(Path from, Path to) throws IOException {
    step(Op.RENAME);
    if (names.containsKey(to.toString())) {
      throw new FileAlreadyExistsException(to.toString());
    }
    if (!names.containsKey(from.toString())) {
      throw new NoSuchFileException(from.toString());
    }
    change(new NameChange(null, to.toString(), names.get(from.toString())));
    change(new NameChange(from.toString(), null, null));
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    step(Op.DELETE);
    if (names.containsKey(file.toString())) {
      change(new NameChange(file.toString(), null, null));
    }
  }

  @Override
  public synchronized void createDirectories(Path directory) {
    // Directories are only prefixes here, and durable at once.
    directories.add(directory.toString());
  }

  @Override
  public synchronized void forceDirectory(Path directory) throws IOException {
    step(Op.FORCE_DIRECTORY);
    if (forcesLate) {
      later(() -> settle(directory.toString()));
    } else if (!forgetsForces && !forgetsDirectories) {
      settle(directory.toString());
    }
  }

  private void later(Runnable force) {
    catchUp();
    late = force;
    lateFor = 0;
  }

  private void catchUp() {
    late.run();
    late = () -> {};
  }

  private void settle(String directory) {
    for (NameChange change : pendingNames) {
      if (change.directory().equals(directory)) {
        apply(change, durableNames);
      }
    }
    pendingNames.removeIf(change -> change.directory().equals(directory));
  }

  private void step(Op op) throws IOException {
    try {
      watcher.before(operations++, op);
    } finally {
      lateFor += op.changes() ? 1 : 0;
      if (lateFor > LATE) {
        catchUp();
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

  private final class Handle implements SimOpen {
    private final SimFile file;

    Handle(SimFile file) {
      this.file = file;
    }

    @Override
    public long size() {
      synchronized (SimDisk.this) {
        return file.seen().length;
      }
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
      synchronized (SimDisk.this) {
        step(Op.READ);
        int count = (int) Math.max(0, Math.min(length, file.seen().length - position));
        if (count > 0) {
          System.arraycopy(file.seen(), (int) position, into, offset, count);
        }
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
    public void truncate(long length) throws IOException {
      synchronized (SimDisk.this) {
        step(Op.WRITE);
        file.truncate((int) length);
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
          later(file::force);
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
