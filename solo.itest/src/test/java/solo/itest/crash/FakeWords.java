package solo.itest.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** A command line: options with values, flags, words. */
final class FakeWords {
  final String command;
  private final Map<String, String> options = new HashMap<>();
  private final List<String> words = new ArrayList<>();

  FakeWords(String line) {
    Iterator<String> parts = List.of(line.replace("'", "").split(" +")).iterator();
    command = parts.next().replace("solo:", "");
    while (parts.hasNext()) {
      String part = parts.next();
      if (List.of("--json", "--yes", "--deep").contains(part)) {
        continue;
      } else if (part.equals("--apply")) {
        options.put("apply", "");
      } else if (part.startsWith("--")) {
        options.put(part.substring(2), parts.next());
      } else {
        words.add(part);
      }
    }
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  String option(String name) {
    return options.get(name);
  }

  String word(int at) {
    return words.get(at);
  }
}
