package benchmarks;

import java.util.List;

/**
 * {@code benchmarks/run [appends] [restarts] [drops] [verifies] [tokens] [vault] [backup] [audit]
 * [--quick]}: all of them where none is named.
 */
final class Main {
  static final List<String> NAMES =
      List.of("appends", "restarts", "drops", "verifies", "tokens", "vault", "backup", "audit");

  private Main() {}

  /** Prints one table for each benchmark, with its baseline. */
  public static void main(String[] arguments) throws Exception {
    List<String> given = List.of(arguments);
    boolean quick = given.contains("--quick");
    if (quick) {
      // its figures mean nothing, so its processes start as those of the suites do
      System.setProperty("solo.itest.quick", "true");
    }
    List<String> named = given.stream().filter(argument -> !argument.equals("--quick")).toList();
    if (!NAMES.containsAll(named)) {
      System.err.println(
          "usage: benchmarks/run [appends] [restarts] [drops] [verifies] [tokens] [vault] [backup] [audit] [--quick]");
      System.exit(64);
    }
    for (String name : named.isEmpty() ? NAMES : named) {
      run(name, quick);
    }
  }

  private static void run(String name, boolean quick) throws Exception {
    switch (name) {
      case "appends" -> new Appends(quick).run();
      case "restarts" -> new Restarts(quick ? 20 : 1000, quick ? 1 : 5).run();
      case "drops" -> new Drops(quick ? 2 : 30).run();
      case "verifies" -> new Verifies(quick ? 20 : 1000, quick ? 200 : 20_000, quick ? 1 : 5).run();
      case "tokens" -> new TokenBench(quick).run();
      case "vault" -> new Secrets(quick).run();
      case "backup" -> new BackupBench(quick ? 2_000 : 1_000_000).run();
      case "audit" -> new AuditBench(quick ? 2_000 : 1_000_000).run();
      default -> throw new IllegalArgumentException(name);
    }
  }
}
