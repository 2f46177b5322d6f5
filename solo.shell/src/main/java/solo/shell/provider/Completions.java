package solo.shell.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.apache.felix.service.command.Function;
import org.jline.builtins.Completers.CompletionData;
import org.jline.reader.ParsedLine;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Teaches an interactive session to complete Solo's commands. The shell makes an empty table of
 * completions and then runs its profile: that execution is where the table is filled.
 */
@Component
public final class Completions implements CommandSessionListener {
  /** The interactive shell's table, and the line that is being completed. */
  static final String TABLE = ".completions";

  static final String LINE = ".commandLine";

  private static final String WORDS = "__solo_words";
  private static final String UNUSED = "__solo_unused";

  private final Candidates candidates;
  private final List<Synopsis> synopses = Synopsis.all();

  @Activate
  public Completions(@Reference AccessParts access) {
    this.candidates = new Candidates(access);
  }

  @Override
  public void beforeExecute(CommandSession session, CharSequence command) {
    if (session.get(TABLE) instanceof Map<?, ?> table && !table.containsKey(key(synopses.get(0)))) {
      session.put(WORDS, (Function) (s, arguments) -> words(session));
      session.put(UNUSED, (Function) (s, arguments) -> unused(session, arguments.get(0)));
      fill(table);
    }
  }

  @SuppressWarnings("unchecked")
  private void fill(Map<?, ?> table) {
    for (Synopsis synopsis : synopses) {
      List<CompletionData> data = new ArrayList<>();
      data.add(new CompletionData(null, synopsis.description(), null, null));
      data.add(new CompletionData(null, null, WORDS, null));
      for (Synopsis.Option option : synopsis.options()) {
        List<String> name = List.of(option.name());
        data.add(
            new CompletionData(name, option.description(), null, UNUSED + " " + option.name()));
      }
      ((Map<String, List<CompletionData>>) table).put(key(synopsis), data);
    }
  }

  private static String key(Synopsis synopsis) {
    return "solo:" + synopsis.command();
  }

  /** What can stand at the cursor, where that is no option. */
  private Object words(CommandSession session) throws Exception {
    ParsedLine line = (ParsedLine) session.get(LINE);
    List<String> before = line.words().subList(0, line.wordIndex());
    String command = before.get(0).substring(before.get(0).indexOf(':') + 1);
    Synopsis synopsis =
        synopses.stream().filter(s -> s.command().equals(command)).findFirst().orElseThrow();
    String last = before.get(before.size() - 1);
    boolean value = synopsis.options().stream().anyMatch(o -> o.name().equals(last) && !o.flag());
    if (value) {
      return candidates.ofOption(session, command, last);
    }
    List<String> words = synopsis.wordsOf(before.subList(1, before.size()));
    return candidates.ofWord(session, command, new Candidates.At(words, typed(line)));
  }

  private static String typed(ParsedLine line) {
    return line.word().substring(0, line.wordCursor());
  }

  private static boolean unused(CommandSession session, Object option) {
    ParsedLine line = (ParsedLine) session.get(LINE);
    Stream<String> others = line.words().stream();
    return others.noneMatch(word -> word.equals(option.toString()) && !word.equals(line.word()));
  }

  @Override
  public void afterExecute(CommandSession session, CharSequence command, Exception exception) {
    // nothing to do after a command
  }

  @Override
  public void afterExecute(CommandSession session, CharSequence command, Object result) {
    // nothing to do after a command
  }
}
