package solo.core.directory;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import org.osgi.service.log.Logger;

/**
 * Tells when something may have changed in a directory, so that the next scan comes earlier. Only a
 * hint: it may miss changes, and it may not work at all.
 */
final class Hints implements AutoCloseable {
  private final WatchService watcher;
  private final Thread thread;

  private Hints(WatchService watcher, Runnable changed) {
    this.watcher = watcher;
    thread = new Thread(() -> listen(watcher, changed), "solo-directory-hints");
    thread.setDaemon(true);
    thread.start();
  }

  /** Listens to what it is told to watch; where there is no watcher to be had, scans must do. */
  static Hints open(Path directory, Runnable changed, Logger log) {
    try {
      return new Hints(directory.getFileSystem().newWatchService(), changed);
    } catch (IOException | UnsupportedOperationException e) {
      log.warn("changes of the deploy directory are seen by scans only: {}", e.toString());
      return new Hints(null, changed);
    }
  }

  /** Watches these from now on; doing so twice is the same as doing so once. */
  void watch(List<Path> directories) {
    if (watcher == null) {
      return;
    }
    for (Path directory : directories) {
      try {
        directory.register(
            watcher,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_MODIFY,
            StandardWatchEventKinds.ENTRY_DELETE);
      } catch (IOException e) {
        // it is gone again, or there are too many watches: the scans go on
      }
    }
  }

  private static void listen(WatchService watcher, Runnable changed) {
    if (watcher == null) {
      return;
    }
    try {
      while (true) {
        WatchKey key = watcher.take();
        key.pollEvents();
        key.reset();
        changed.run();
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // closed
    }
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    if (watcher != null) {
      watcher.close();
    }
  }
}
