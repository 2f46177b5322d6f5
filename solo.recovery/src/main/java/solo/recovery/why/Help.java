package solo.recovery.why;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import solo.core.tenant.ServiceKey;

/** Commands of the shell, and acts, as an answer names them. Pure. */
final class Help {
  static final String FIX = "verify --fix";

  private static final Pattern PLAIN = Pattern.compile("[\\w./,:+-]+");
  private static final String UNKNOWN_FILE = "<file>";

  private Help() {}

  /** Deploys the bytes that are known, under the service's name. */
  static String deploy(Facts facts, String... options) {
    return deploy(facts.key(), facts.file().map(Help::quoted).orElse(UNKNOWN_FILE), options);
  }

  /** Deploys other bytes under the service's name. */
  static String deployOther(ServiceKey key, String what, String... options) {
    return deploy(key, "<" + what + ">", options);
  }

  private static String deploy(ServiceKey key, String file, String... options) {
    List<String> words = new ArrayList<>(List.of("deploy"));
    if (!key.tenant().equals(ServiceKey.DEFAULT_TENANT)) {
      words.add("--tenant " + key.tenant());
    }
    words.add("--name " + key.service());
    words.addAll(List.of(options));
    words.add(file);
    return String.join(" ", words);
  }

  static String kill(ServiceKey key) {
    return "kill " + key;
  }

  static String why(ServiceKey key) {
    return "why " + key;
  }

  static String follow(ServiceKey key) {
    return "events --follow --service " + key;
  }

  /** What brings a package, bundle or capability that somebody requires. */
  static String bring(String missing) {
    String thing =
        missing.replaceFirst(" \\(there is .*\\)$", "").replaceFirst(", required by .*", "");
    if (thing.startsWith("package ")) {
      return "deploy a bundle that exports " + thing;
    } else if (thing.startsWith("bundle ")) {
      return "deploy " + thing;
    } else if (thing.startsWith("secret ")) {
      return thing.replaceFirst("^secret ", "secret-put ");
    } else if (thing.startsWith("execution environment ")) {
      return "run Solo on a newer Java";
    }
    return "deploy a bundle that provides " + thing;
  }

  /** A word as the shell takes it. */
  private static String quoted(String file) {
    return PLAIN.matcher(file).matches()
        ? file
        : file.contains("'") ? UNKNOWN_FILE : "'" + file + "'";
  }
}
