package solo.core.fuzz;

import static org.junit.Assert.assertFalse;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A fuzz target's inputs, run one after the other. A target is a public class with a public static
 * {@code fuzzerTestOneInput(byte[])} that throws for a finding, and with {@code seeds()}: valid
 * inputs by name. Its corpus is the files of the resource directory {@code fuzz/<target>} beside
 * it.
 *
 * <p>Always: each seed, each file, and some mutants of each that are the same on each run. With
 * {@code -Dsolo.fuzz.seconds} above 0 the fuzzer follows: see {@link Campaign}.
 */
public final class Fuzzing {
  private static final int MUTANTS = Integer.getInteger("solo.fuzz.mutants", 10);
  private static final long SECONDS = 20;
  private static final long MOST_BYTES = 256L << 20;

  private final Class<?> target;
  private final Method run;

  private Fuzzing(Class<?> target) throws ReflectiveOperationException {
    this.target = target;
    run = target.getMethod("fuzzerTestOneInput", byte[].class);
  }

  /**
   * Runs them all; throws for the first finding, with the input's name.
   *
   * @param name of the target's class: rooms keep their targets to themselves
   */
  public static void run(String name) throws Exception {
    Class<?> target = Class.forName(name);
    Fuzzing fuzzing = new Fuzzing(target);
    Map<String, byte[]> inputs = inputs(target);
    assertFalse("no input of " + target, inputs.isEmpty());
    ExecutorService thread = Executors.newSingleThreadExecutor(Fuzzing::daemon);
    try {
      for (Map.Entry<String, byte[]> input : inputs.entrySet()) {
        fuzzing.mutants(thread, input.getKey(), input.getValue());
      }
    } finally {
      thread.shutdownNow();
    }
    Campaign.run(target, inputs);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "fuzz");
    thread.setDaemon(true);
    return thread;
  }

  /** Seeds and corpus by name. */
  static Map<String, byte[]> inputs(Class<?> target)
      throws ReflectiveOperationException, IOException {
    Map<String, byte[]> inputs = new TreeMap<>(Corpus.of(target));
    Map<?, ?> seeds = (Map<?, ?>) target.getMethod("seeds").invoke(null);
    seeds.forEach((name, bytes) -> inputs.put("seed-" + name, (byte[]) bytes));
    return inputs;
  }

  private void mutants(ExecutorService thread, String name, byte[] input) throws Exception {
    one(thread, name, input);
    Random random = new Random(name.hashCode());
    for (int i = 0; i < MUTANTS; i++) {
      one(thread, name + ", mutant " + i, Mutation.of(input, random));
    }
  }

  private void one(ExecutorService thread, String name, byte[] input) throws Exception {
    try {
      thread.submit(() -> bounded(name, input)).get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("%s hangs on %s".formatted(target.getName(), name), e);
    } catch (ExecutionException e) {
      throw new AssertionError(
          "%s on %s, in Base64 %s"
              .formatted(
                  target.getName(), name, java.util.Base64.getEncoder().encodeToString(input)),
          e.getCause());
    }
  }

  private Void bounded(String name, byte[] input) throws Exception {
    com.sun.management.ThreadMXBean memory =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = memory.getCurrentThreadAllocatedBytes();
    try {
      run.invoke(null, (Object) input.clone());
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("a finding", e.getCause());
    }
    long taken = memory.getCurrentThreadAllocatedBytes() - before;
    if (taken > MOST_BYTES) {
      throw new AssertionError("%s makes it take %d bytes of memory".formatted(name, taken));
    }
    return null;
  }
}
