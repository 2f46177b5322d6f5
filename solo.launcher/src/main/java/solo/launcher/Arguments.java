package solo.launcher;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import solo.core.tenant.Printable;

/**
 * The command line: options may stand before or after the verb.
 *
 * @param directories the directories that were named
 * @param flags the flags that were given
 * @param command the words after {@code exec}, joined by blanks; empty for other verbs
 * @param values what was given with a value
 * @param argument what the verb is about; empty for those that take none
 */
record Arguments(
    Verb verb,
    Map<Directory, String> directories,
    Set<Flag> flags,
    String command,
    Map<Value, String> values,
    String argument) {

  /** What is asked for. */
  enum Verb {
    RUN,
    START,
    STOP,
    STATUS,
    EXEC,
    SHELL,
    FSCK,
    RESTORE,
    HELP,
    VERSION;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A directory that can be moved, by option or environment. */
  enum Directory {
    DATA,
    DEPLOY,
    CONFIG,
    STATE;

    String option() {
      return "--" + name().toLowerCase(Locale.ROOT);
    }

    String variable() {
      return "SOLO_" + name();
    }
  }

  /** What is given or not. */
  enum Flag {
    JSON
  }

  /** What is given with a value, and to which verbs. */
  enum Value {
    ACCEPT_LOSS(Verb.FSCK),
    REASON(Verb.FSCK),
    AT(Verb.RESTORE),
    TOKEN_FILE(Verb.EXEC, Verb.SHELL, Verb.STATUS, Verb.STOP),
    SOCKET(Verb.EXEC, Verb.SHELL, Verb.STATUS, Verb.STOP);

    private final List<Verb> verbs;

    Value(Verb... verbs) {
      this.verbs = List.of(verbs);
    }

    /** Whether it stands among the words of a command too, as the directories do. */
    boolean ofTheDoor() {
      return verbs.contains(Verb.EXEC);
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static Arguments parse(List<String> words) throws LaunchException {
    return new Parsing(words.iterator()).all();
  }

  /** The words not yet seen, and what the others said. */
  private static final class Parsing {
    private final Iterator<String> words;
    private final Map<Directory, String> directories = new EnumMap<>(Directory.class);
    private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
    private final Map<Value, String> values = new EnumMap<>(Value.class);
    private final List<String> command = new ArrayList<>();
    private Verb verb;
    private String argument = "";

    Parsing(Iterator<String> words) {
      this.words = words;
    }

    Arguments all() throws LaunchException {
      while (words.hasNext()) {
        take(words.next());
      }
      Verb asked = verb == null ? Verb.RUN : verb;
      if (asked == Verb.EXEC && command.isEmpty()) {
        throw LaunchException.usage("exec needs a command, such as: solo exec 'services'");
      }
      if (flags.contains(Flag.JSON) && asked != Verb.STATUS && asked != Verb.FSCK) {
        throw LaunchException.usage("--json goes with status, fsck, or inside the command of exec");
      }
      checkValues(asked);
      if (asked == Verb.RESTORE && argument.isEmpty()) {
        throw LaunchException.usage("restore needs a backup, such as: solo restore backup.zip");
      }
      return new Arguments(asked, directories, flags, String.join(" ", command), values, argument);
    }

    private void take(String word) throws LaunchException {
      if (word.equals("--") && verb == Verb.EXEC) {
        words.forEachRemaining(command::add);
      } else if (!directory(word)) {
        if (verb == Verb.EXEC) {
          if (!value(word, Value::ofTheDoor)) {
            command.add(word);
          }
        } else if (!value(word, any -> true) && word.startsWith("-")) {
          flag(word);
        } else if (!word.startsWith("-")) {
          verb(word);
        }
      }
    }

    private void checkValues(Verb asked) throws LaunchException {
      for (Value value : values.keySet()) {
        if (!value.verbs.contains(asked)) {
          String verbs = value.verbs.stream().map(Verb::word).collect(Collectors.joining(", "));
          throw LaunchException.usage("--%s goes with %s".formatted(value.word(), verbs));
        }
      }
      String id = values.get(Value.ACCEPT_LOSS);
      if (id != null && !id.matches("[1-9]\\d{0,17}")) {
        throw LaunchException.usage(
            "--accept-loss needs the first lost event's id, which 'solo fsck' tells; it is not "
                + Printable.quote(id));
      }
      String at = values.get(Value.AT);
      if (at != null && !at.matches("[1-9]\\d{0,17}")) {
        throw LaunchException.usage(
            "--at needs the id of the last event to be restored, which 'solo:events' tells in a"
                + " container that has the log, not "
                + Printable.quote(at));
      }
      if (id == null && values.containsKey(Value.REASON)) {
        throw LaunchException.usage("--reason goes with --accept-loss");
      }
    }

    private boolean value(String word, Predicate<Value> taken) throws LaunchException {
      for (Value value : Value.values()) {
        Optional<String> given =
            taken.test(value) ? value("--" + value.word(), word) : Optional.empty();
        if (given.isPresent()) {
          values.put(value, given.get());
          return true;
        }
      }
      return false;
    }

    private boolean directory(String word) throws LaunchException {
      for (Directory directory : Directory.values()) {
        Optional<String> value = value(directory.option(), word);
        if (value.isPresent()) {
          if (value.get().isEmpty()) {
            throw LaunchException.usage(directory.option() + " needs a directory");
          }
          directories.put(directory, value.get());
          return true;
        }
      }
      return false;
    }

    private Optional<String> value(String option, String word) throws LaunchException {
      if (word.equals(option)) {
        String next = words.hasNext() ? words.next() : "";
        if (next.startsWith("--")) {
          throw LaunchException.usage(
              "%s needs a value, and %s is an option".formatted(option, Printable.quote(next)));
        }
        return Optional.of(next);
      }
      String joined = option + "=";
      return word.startsWith(joined)
          ? Optional.of(word.substring(joined.length()))
          : Optional.empty();
    }

    private void flag(String word) throws LaunchException {
      switch (word) {
        case "--json" -> flags.add(Flag.JSON);
        case "--help", "-h" -> verb = Verb.HELP;
        case "--version" -> verb = Verb.VERSION;
        default -> throw LaunchException.usage("there is no option " + Printable.quote(word));
      }
    }

    private void verb(String word) throws LaunchException {
      if (verb == Verb.HELP || verb == Verb.VERSION) {
        return;
      }
      if (verb == Verb.RESTORE && argument.isEmpty()) {
        argument = word;
        return;
      }
      if (verb != null) {
        throw LaunchException.usage(
            "%s takes no argument %s".formatted(verb.word(), Printable.quote(word)));
      }
      for (Verb known : Verb.values()) {
        if (known.word().equals(word)) {
          verb = known;
          return;
        }
      }
      throw LaunchException.usage(
          "there is no verb %s%s"
              .formatted(
                  Printable.quote(word),
                  word.matches("[a-z][a-z-]*")
                      ? "; a command of the container is run by: solo exec '" + word + " ...'"
                      : ""));
    }
  }
}
