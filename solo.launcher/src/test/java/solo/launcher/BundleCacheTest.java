package solo.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class BundleCacheTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void eachBootFindsAnEmptyCache() throws IOException {
    BundleCache cache = new BundleCache(data());
    Files.writeString(cache.empty().resolve("bundle.info"), "stale");
    assertEquals(List.of(), list(cache.empty()));
    Files.writeString(cache.empty().resolve("bundle.info"), "stale");
    assertEquals(List.of(), list(cache.empty()));
  }

  @Test
  public void oldCachesAreDeletedAndWhatTheirLinksNameIsNot() throws IOException {
    Path outside = Files.createDirectory(data().resolve("outside"));
    Files.createFile(outside.resolve("keep"));
    BundleCache cache = new BundleCache(data());
    Path first = cache.empty();
    Files.createDirectories(first.resolve("bundle1/version0.0"));
    Files.createSymbolicLink(first.resolve("link"), outside);
    cache.empty();
    cache.empty();
    cache.deleteOldInBackground();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (list(data()).size() > 2) {
      assertTrue("waited for the old caches to go", System.nanoTime() < deadline);
      LockSupport.parkNanos(1_000_000);
    }
    assertEquals(List.of("cache", "outside"), list(data()));
    assertEquals(List.of("keep"), list(outside));
  }

  @Test
  public void flt06_aStartOnAFullDiskHasTheRoomOfTheOldCacheAndWhatWasPutAside()
      throws IOException {
    BundleCache roomy = new BundleCache(data(), 0);
    roomy.makeRoom();
    roomy.empty();
    roomy.empty();
    assertEquals(List.of("cache", "cache.old-0", "cache.room"), list(data()));
    assertEquals(1 << 20, Files.size(data().resolve("cache.room")));
    new BundleCache(data(), Long.MAX_VALUE).makeRoom();
    assertEquals(List.of(), list(data()));
  }

  private static List<String> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private Path data() {
    return folder.getRoot().toPath();
  }
}
