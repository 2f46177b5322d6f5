package benchmarks;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import solo.capability.projection.Setup;
import solo.capability.provider.CapabilityConfig;
import solo.capability.provider.TableAuthorization;
import solo.capability.provider.TokenLog;
import solo.capability.store.MVTokenStore;
import solo.capability.store.TokenStore;
import solo.capability.token.Digest;
import solo.capability.token.TokenTable;
import solo.core.capability.CapabilityException;
import solo.core.capability.Permission;
import solo.core.capability.Resource;

/**
 * Verifies of tokens beside a bare SHA-256 and look-up, and the restore of a store beside reading
 * its file.
 */
final class TokenBench {
  private static final Resource ORDERS = Resource.service("orders");

  private final int[] verified;
  private final int[] restored;
  private final int verifies;

  TokenBench(boolean quick) {
    verified = quick ? new int[] {500, 1_000} : new int[] {500, 100_000, 1_000_000};
    restored = quick ? new int[] {500, 1_000} : new int[] {500, 10_000, 1_000_000};
    verifies = quick ? 2_000 : 2_000_000;
  }

  void run() throws Exception {
    System.out.println("\nVerifies of a token, by one thread\n");
    System.out.println("| | tokens | verifies/s | p99 |");
    System.out.println("|---|---|---|---|");
    for (int tokens : verified) {
      verify(tokens);
    }
    System.out.println("\nRestore of the tokens on disk\n");
    System.out.println("| | tokens | ms | bytes a token on disk | bytes a token in memory |");
    System.out.println("|---|---|---|---|---|");
    for (int tokens : restored) {
      restore(tokens);
    }
  }

  /** Something that is asked for one of the tokens. */
  private interface Question {
    Object ask(String token);
  }

  private void verify(int tokens) throws InterruptedException {
    List<String> shown = new ArrayList<>();
    Map<Digest, Integer> bare = new HashMap<>();
    TokenStore store = new GivenTokens(tokens, shown, bare);
    TokenLog log =
        new TokenLog(
            Stubs.context(), config(), Stubs.events(tokens), store, Stubs.clock(), Stubs.logger());
    TableAuthorization rights = new TableAuthorization(log);
    awaitRestored(rights, shown.get(0));
    measure("verify", tokens, shown, t -> rights.verify(t, "acme", ORDERS, Permission.READ));
    measure("SHA-256 and HashMap", tokens, shown, t -> bare.get(Digest.of(t)));
  }

  private static void awaitRestored(TableAuthorization rights, String token)
      throws InterruptedException {
    while (true) {
      try {
        rights.verify(token, "acme", ORDERS, Permission.READ);
        return;
      } catch (CapabilityException restoring) {
        Thread.sleep(1);
      }
    }
  }

  private void measure(String name, int tokens, List<String> shown, Question question) {
    Random random = new Random(7);
    for (int i = 0; i < verifies / 2; i++) {
      require(question.ask(shown.get(random.nextInt(shown.size()))));
    }
    long[] nanos = new long[verifies];
    long begin = System.nanoTime();
    for (int i = 0; i < verifies; i++) {
      long before = System.nanoTime();
      require(question.ask(shown.get(random.nextInt(shown.size()))));
      nanos[i] = System.nanoTime() - before;
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %,.0f | %.1f µs |%n",
        name,
        tokens,
        verifies / seconds,
        nanos[verifies / 100 * 99] / 1e3);
  }

  private static void require(Object answer) {
    if (answer == null) {
      throw new IllegalStateException("a token of the benchmark is not known");
    }
  }

  private void restore(int tokens) throws Exception {
    Path directory = Files.createTempDirectory(Scratch.root(), "tokens-");
    Setup setup = Setup.of(directory, MVTokenStore.FORM, Stubs.events(tokens));
    MVTokenStore writing = new MVTokenStore(setup, Stubs.logger());
    new GivenTokens(tokens, new ArrayList<>(), new HashMap<>())
        .restoreAll(Stubs.NOW, writing::store);
    writing.upTo(tokens);
    writing.close();
    long bytes = Files.size(setup.file());
    System.gc();
    long before = used();
    long begin = System.nanoTime();
    MVTokenStore store = new MVTokenStore(setup, Stubs.logger());
    TokenTable table = new TokenTable();
    int found = store.restoreAll(Stubs.NOW, table::restore).restored();
    double ms = (System.nanoTime() - begin) / 1e6;
    store.close();
    if (found != tokens || table.size() != tokens) {
      throw new IllegalStateException(found + " tokens of " + tokens);
    }
    System.gc();
    row(
        "restore",
        tokens,
        ms,
        "%.0f | %.0f".formatted((double) bytes / tokens, per(used() - before, table)));
    begin = System.nanoTime();
    MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(setup.file()));
    row("reading and hashing the file", tokens, (System.nanoTime() - begin) / 1e6, "|");
    Scratch.delete(directory);
  }

  private static void row(String name, int tokens, double ms, String rest) {
    System.out.printf(Locale.ROOT, "| %s | %d | %.1f | %s |%n", name, tokens, ms, rest);
  }

  private static double per(long bytes, TokenTable table) {
    return (double) bytes / table.size();
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** The defaults. */
  private static CapabilityConfig config() {
    return (CapabilityConfig)
        Proxy.newProxyInstance(
            TokenBench.class.getClassLoader(),
            new Class<?>[] {CapabilityConfig.class},
            (proxy, method, arguments) ->
                method.getName().equals("annotationType")
                    ? Annotation.class
                    : method.getDefaultValue());
  }
}
