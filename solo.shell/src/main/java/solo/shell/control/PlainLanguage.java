package solo.shell.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;

/**
 * Solo's commands and nothing else: the command's function is called with the words, and Gogo's
 * parser and evaluator see none of them. It finds the method by its name and the number of words,
 * and hands texts over as they are, since all that Solo's commands take are texts.
 */
record PlainLanguage(OwnCommands commands) implements Language {
  private static final String SCOPE = "solo:";

  /** Also keeps out what would mean something to who looks it up. */
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,31}(-[a-z0-9]{1,31}){0,3}");

  @Override
  public Object run(CommandSession session, String line) throws Exception {
    List<String> words = PlainLine.words(line);
    if (words.isEmpty()) {
      return null;
    }
    String given = words.get(0);
    String name = given.startsWith(SCOPE) ? given.substring(SCOPE.length()) : given;
    Function command =
        Optional.of(name)
            .filter(one -> NAME.matcher(one).matches())
            .flatMap(commands::named)
            .orElseThrow(() -> new CommandNotFoundException(given));
    return command.execute(session, new ArrayList<>(words.subList(1, words.size())));
  }

  @Override
  public boolean incomplete(String lines) {
    return false;
  }
}
