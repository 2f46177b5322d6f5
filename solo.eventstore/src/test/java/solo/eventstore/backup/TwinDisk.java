package solo.eventstore.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;
import solo.core.disk.ForwardingDisk;
import solo.core.disk.SimDisk;

/**
 * A simulated disk whose files are on the real one too, for code that reads them there, or renames
 * their directory. Nothing is forced on the real one.
 */
final class TwinDisk extends ForwardingDisk {
  private static final Disk REAL = Disk.real();

  private final SimDisk sim;
  private final Consumer<Path> forcing;
  private final Consumer<Path> forced;

  /**
   * A pair.
   *
   * @param forcing told of a directory before it is forced, {@code forced} after it
   */
  TwinDisk(SimDisk sim, Consumer<Path> forcing, Consumer<Path> forced) {
    super(sim);
    this.sim = sim;
    this.forcing = forcing;
    this.forced = forced;
  }

  /** Puts below a directory what a simulated disk has there, and nothing else. */
  static void copy(SimDisk sim, Path root) throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> all = Files.walk(root)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(root);
    for (Path file : sim.files()) {
      Files.createDirectories(file.getParent());
      Files.write(file, sim.bytes(file));
    }
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    return new TwinFile(sim.create(file), REAL.create(file));
  }

  @Override
  public DiskFile createPrivate(Path file) throws IOException {
    return create(file);
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new TwinFile(sim.open(file), REAL.open(file));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    sim.rename(from, to);
    REAL.rename(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    sim.delete(file);
    REAL.delete(file);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    sim.list(directory);
    return REAL.list(directory);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    sim.createDirectories(directory);
    Files.createDirectories(directory);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    forcing.accept(directory);
    sim.forceDirectory(directory);
    forced.accept(directory);
  }

  /** Reads of the simulated one, writes to both. */
  private static final class TwinFile extends ForwardingDisk.ForwardingFile {
    private final DiskFile real;

    TwinFile(DiskFile sim, DiskFile real) {
      super(sim);
      this.real = real;
    }

    @Override
    public void write(long position, byte[] from, int offset, int length) throws IOException {
      super.write(position, from, offset, length);
      real.write(position, from, offset, length);
    }

    @Override
    public void preallocate(long length) throws IOException {
      super.preallocate(length);
      real.preallocate(length);
    }

    @Override
    public void close() throws IOException {
      super.close();
      real.close();
    }
  }
}
