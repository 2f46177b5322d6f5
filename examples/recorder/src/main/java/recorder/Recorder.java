package recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Appends a line to the file that the system property {@code recorder.file} names, as it starts and
 * as it stops:
 *
 * <pre>
 * epoch milliseconds ␣ start|stop ␣ pid ␣ symbolic name ␣ version ␣ bundle id
 * </pre>
 *
 * A line is one write at the end of the file, so that many recorders can share it. Where the system
 * property {@code recorder.failing.when} names a file, a start throws after its line as long as
 * that file exists.
 */
public final class Recorder implements BundleActivator {

  @Override
  public void start(BundleContext context) throws IOException {
    record("start", context.getBundle());
    String failing = System.getProperty("recorder.failing.when");
    if (failing != null && Files.exists(Path.of(failing))) {
      throw new IllegalStateException("told to fail by " + failing);
    }
  }

  @Override
  public void stop(BundleContext context) throws IOException {
    record("stop", context.getBundle());
  }

  private static void record(String what, Bundle bundle) throws IOException {
    String file = System.getProperty("recorder.file");
    if (file == null) {
      return;
    }
    String line =
        "%d %s %d %s %s %d%n"
            .formatted(
                System.currentTimeMillis(),
                what,
                ProcessHandle.current().pid(),
                bundle.getSymbolicName(),
                bundle.getVersion(),
                bundle.getBundleId());
    Files.write(
        Path.of(file),
        line.getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
