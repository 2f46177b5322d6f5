package solo.core.fuzz;

import static org.junit.Assert.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Jazzer's own driver on a target, in a process of its own, for {@code -Dsolo.fuzz.seconds}; it is
 * on the class path in the profile {@code torture}. What it makes is kept between runs in {@code
 * target/fuzz/<target>}: {@code corpus}, {@code log}, and an input for a finding.
 */
final class Campaign {
  private static final int SECONDS = Integer.getInteger("solo.fuzz.seconds", 0);
  private static final Pattern DONE =
      Pattern.compile("#(\\d+)\\s+DONE\\s+cov: (\\d+) ft: (\\d+) corp: (\\d+)/");

  private Campaign() {}

  static void run(Class<?> target, Map<String, byte[]> inputs)
      throws IOException, InterruptedException {
    if (SECONDS <= 0) {
      return;
    }
    Path work = Path.of("target", "fuzz", target.getSimpleName());
    Path corpus = Files.createDirectories(work.resolve("corpus"));
    for (Map.Entry<String, byte[]> input : inputs.entrySet()) {
      Files.write(corpus.resolve(input.getKey()), input.getValue());
    }
    Path log = work.resolve("log");
    Process process =
        new ProcessBuilder(command(target, work, corpus))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(SECONDS + 300L, TimeUnit.SECONDS)) {
        throw new AssertionError("the fuzzer does not end: " + log.toAbsolutePath());
      }
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1);
    assertEquals("a finding, see " + log.toAbsolutePath() + tail(said), 0, process.exitValue());
    tell(target, said);
  }

  private static List<String> command(Class<?> target, Path work, Path corpus) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 21) {
      command.add("-XX:+EnableDynamicAgentLoading");
    }
    command.addAll(List.of("-Xmx768m", "-Xss1m", "-cp", classPath()));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + target.getName());
    command.add("--instrumentation_includes=solo.**:com.google.gson.stream.**");
    command.add("--reproducer_path=" + work);
    command.add("-artifact_prefix=" + work + File.separator);
    command.add("-max_total_time=" + SECONDS);
    command.addAll(List.of("-timeout=100", "-rss_limit_mb=2500", "-use_value_profile=1"));
    command.add("-max_len=" + maxLength(target));
    command.add(corpus.toString());
    return command;
  }

  /** Surefire's own, where the test's class path is in a jar's manifest. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static int maxLength(Class<?> target) {
    try {
      return target.getField("MAX_LENGTH").getInt(null);
    } catch (ReflectiveOperationException e) {
      return 4096;
    }
  }

  private static String tail(String said) {
    return ":\n" + said.substring(Math.max(0, said.length() - 4000));
  }

  private static void tell(Class<?> target, String said) {
    Matcher done = DONE.matcher(said);
    if (!done.find()) {
      throw new AssertionError(target + " was not fuzzed" + tail(said));
    }
    System.out.printf(
        "fuzzed %s for %d s: %s executions, coverage %s, features %s, corpus %s%n",
        target.getSimpleName(),
        SECONDS,
        done.group(1),
        done.group(2),
        done.group(3),
        done.group(4));
  }
}
