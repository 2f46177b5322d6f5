package solo.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import solo.core.lifecycle.ExitCode;

/** The end of a process, in one of its own. */
public class EndingTest {
  private static final long WITHIN_SECONDS = 30;

  @Test
  public void shd06_aFaultEndsTheProcessThoughNobodyReadsWhatItSays() throws Exception {
    assertEquals(ExitCode.IO_FAILURE.status(), exitOf("fault"));
  }

  @Test
  public void shd06_aStopThatRunsOutOfTimeEndsTheProcessThoughNobodyReadsWhatItSays()
      throws Exception {
    assertEquals(ExitCode.STOP_FAILED.status(), exitOf("late"));
  }

  private static int exitOf(String way) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                way)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertTrue("its end", process.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS));
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Ends, while every write to its standard error blocks, as on a pipe that is full. */
  static final class Child {
    private Child() {}

    public static void main(String[] way) throws Exception {
      System.setErr(new PrintStream(new FullPipe(), true));
      Ending ending = new Ending();
      if (way[0].equals("fault")) {
        ending.accept("a fault", ExitCode.IO_FAILURE.status());
      } else {
        ending.enters("", 10);
        ending.stopBegins();
        new CountDownLatch(1).await();
      }
    }
  }

  private static final class FullPipe extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }
}
