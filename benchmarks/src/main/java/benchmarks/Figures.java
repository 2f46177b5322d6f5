package benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Measured times of one thing. */
final class Figures {
  private final String name;
  private final List<Double> milliseconds = new ArrayList<>();

  Figures(String name) {
    this.name = name;
  }

  void add(long nanoseconds) {
    milliseconds.add(nanoseconds / 1e6);
    Collections.sort(milliseconds);
  }

  static void printHeader() {
    System.out.println("| | runs | min | median | max |");
    System.out.println("|---|---|---|---|---|");
  }

  /** One row of a table, in milliseconds. */
  void print() {
    int runs = milliseconds.size();
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.1f ms | %.1f ms | %.1f ms |%n",
        name,
        runs,
        milliseconds.get(0),
        milliseconds.get(runs / 2),
        milliseconds.get(runs - 1));
  }
}
