package solo.shell.provider;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/**
 * How a command is called, read from the annotations of its method.
 *
 * @param words names of what it takes besides options
 * @param meanings of the words
 * @param hidden what it reads hidden, as in {@link ReadsHidden}; empty for nothing
 */
record Synopsis(
    String command,
    String description,
    List<Option> options,
    List<String> words,
    List<String> meanings,
    String hidden) {
  private static final List<Class<? extends Commands>> CLASSES =
      List.of(
          DeployCommands.class,
          EventCommands.class,
          RecoveryCommands.class,
          VerifyCommands.class,
          PastCommands.class,
          HeadCommands.class,
          AuditCommands.class,
          ArtifactCommands.class,
          RetentionCommands.class,
          BackupCommands.class,
          LifecycleCommands.class,
          CapabilityCommands.class,
          TokenCommands.class,
          LimitCommands.class,
          SecretCommands.class,
          VaultCommands.class,
          ClockCommands.class,
          HelpCommands.class);

  /**
   * One option.
   *
   * @param value the name of its value, empty for a flag
   */
  record Option(String name, String value, String description) {
    boolean flag() {
      return value.isEmpty();
    }

    @Override
    public String toString() {
      return flag() ? name : name + " <" + value + ">";
    }
  }

  /** Every command. */
  static List<Synopsis> all() {
    return CLASSES.stream().map(Synopsis::of).flatMap(List::stream).toList();
  }

  /** Every command of a class, by name. */
  static List<Synopsis> of(Class<?> commands) {
    return Arrays.stream(commands.getMethods())
        .filter(method -> method.isAnnotationPresent(Descriptor.class))
        .map(Synopsis::of)
        .sorted(Comparator.comparing(Synopsis::command))
        .toList();
  }

  private static Synopsis of(Method method) {
    List<Option> options = new ArrayList<>();
    List<String> words = new ArrayList<>();
    List<String> meanings = new ArrayList<>();
    for (java.lang.reflect.Parameter parameter : method.getParameters()) {
      Parameter option = parameter.getAnnotation(Parameter.class);
      if (option != null) {
        boolean flag = !Parameter.UNSPECIFIED.equals(option.presentValue());
        options.add(
            new Option(
                option.names()[0],
                flag ? "" : parameter.getName(),
                parameter.getAnnotation(Descriptor.class).value()));
      } else if (parameter.getType() != CommandSession.class) {
        words.add(word(parameter));
        meanings.add(parameter.getAnnotation(Descriptor.class).value());
      }
    }
    String description = method.getAnnotation(Descriptor.class).value();
    ReadsHidden hidden = method.getAnnotation(ReadsHidden.class);
    return new Synopsis(
        name(method), description, options, words, meanings, hidden == null ? "" : hidden.value());
  }

  private static String word(java.lang.reflect.Parameter parameter) {
    Usage usage = parameter.getAnnotation(Usage.class);
    String plain = "<" + parameter.getName() + ">" + (parameter.isVarArgs() ? "..." : "");
    return usage == null ? plain : usage.value();
  }

  /** {@code token-info} for {@code tokenInfo}. */
  private static String name(Method method) {
    return method.getName().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** What people type. */
  String usage() {
    StringBuilder usage = new StringBuilder("solo:").append(command);
    options.forEach(option -> usage.append(" [").append(option).append(']'));
    words.forEach(word -> usage.append(' ').append(word));
    return usage.toString();
  }

  /**
   * Why the arguments make no sense, with the usage.
   *
   * @param arguments without the command's name
   */
  CommandException refusal(List<String> arguments) {
    return new CommandException(command + ": " + fault(arguments) + "; usage: " + usage());
  }

  private String fault(List<String> arguments) {
    if (!hidden.isEmpty() && !takes(arguments)) {
      return "an argument is none that it takes, and not repeated here: %s is no word of the command,"
              .formatted(hidden)
          + " which histories and process lists would keep; type it at the prompt, or pipe it";
    }
    List<String> seen = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      Option option = option(argument);
      if (option == null && argument.startsWith("-")) {
        return "there is no option " + argument;
      } else if (option == null) {
        rest.add(argument);
      } else if (seen.contains(argument)) {
        return argument + " is given twice";
      } else if (!option.flag() && ++i == arguments.size()) {
        return argument + " needs a value";
      } else {
        seen.add(argument);
      }
    }
    if (rest.size() < words.size()) {
      return words.get(rest.size()) + " is missing";
    }
    return words.size() == 1
        ? "one %s is expected, not %d: %s"
            .formatted(words.get(0), rest.size(), String.join(" ", rest))
        : "too many arguments: " + String.join(" ", rest);
  }

  /** Whether each argument is one of its options, an option's value, or a word that it takes. */
  private boolean takes(List<String> arguments) {
    List<String> found = wordsOf(arguments);
    return found.size() <= words.size() && found.stream().noneMatch(word -> word.startsWith("-"));
  }

  /** The words among the arguments, without the options and their values. */
  List<String> wordsOf(List<String> arguments) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      Option option = option(arguments.get(i));
      if (option == null) {
        found.add(arguments.get(i));
      } else if (!option.flag()) {
        i++;
      }
    }
    return found;
  }

  private Option option(String name) {
    return options.stream().filter(o -> o.name().equals(name)).findFirst().orElse(null);
  }
}
