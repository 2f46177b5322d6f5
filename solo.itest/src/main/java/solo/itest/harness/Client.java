package solo.itest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs commands as processes of their own. */
final class Client {
  private Client() {}

  /** Runs a process to its end; what it leaves running may keep its output open. */
  static Result run(SoloHome home, String line, ProcessBuilder builder) {
    Path out = home.scratch().resolve("client-" + System.nanoTime() + ".out");
    Path err = out.resolveSibling(out.getFileName() + ".err");
    builder
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectOutput(out.toFile())
        .redirectError(err.toFile());
    try {
      Process process = builder.start();
      boolean ended = await(process);
      Result result =
          new Result(
              line, ended ? process.exitValue() : -1, Files.readString(out), Files.readString(err));
      if (!ended) {
        throw new AssertionError("waited " + Await.PATIENCE + " for the end of " + result);
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean await(Process process) {
    try {
      boolean ended = process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      return ended;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new AssertionError("interrupted", e);
    }
  }
}
