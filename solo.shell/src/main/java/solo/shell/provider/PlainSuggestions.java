package solo.shell.provider;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.shell.control.Suggestions;

/** Solo's commands, options and words for the line editor of a session by token. */
@Component
public final class PlainSuggestions implements Suggestions {
  private static final String SCOPE = "solo:";

  private final Candidates candidates;

  @Activate
  public PlainSuggestions(@Reference AccessParts access) {
    candidates = new Candidates(access);
  }

  @Override
  public List<Word> at(CommandSession session, List<String> words, int at) {
    if (at == 0) {
      String scope = !words.isEmpty() && words.get(0).startsWith(SCOPE) ? SCOPE : "";
      return Synopsis.all().stream()
          .map(synopsis -> new Word(scope + synopsis.command(), synopsis.description()))
          .toList();
    }
    String first = words.get(0);
    String command = first.startsWith(SCOPE) ? first.substring(SCOPE.length()) : first;
    return Synopsis.all().stream()
        .filter(synopsis -> synopsis.command().equals(command))
        .flatMap(synopsis -> of(session, synopsis, words, at))
        .toList();
  }

  private Stream<Word> of(CommandSession session, Synopsis synopsis, List<String> words, int at) {
    List<String> before = words.subList(1, at);
    String last = before.isEmpty() ? "" : before.get(before.size() - 1);
    String typed = at < words.size() ? words.get(at) : "";
    if (synopsis.options().stream().anyMatch(o -> o.name().equals(last) && !o.flag())) {
      return words(() -> candidates.ofOption(session, synopsis.command(), last));
    }
    Stream<Word> options =
        synopsis.options().stream()
            .filter(option -> !before.contains(option.name()))
            .map(option -> new Word(option.name(), option.description()));
    Candidates.At place = new Candidates.At(synopsis.wordsOf(before), typed);
    String command = synopsis.command().toLowerCase(Locale.ROOT);
    return Stream.concat(words(() -> candidates.ofWord(session, command, place)), options);
  }

  /** A completion never fails. */
  private static Stream<Word> words(Callable<Object> offer) {
    try {
      return offer.call() instanceof Collection<?> found
          ? found.stream().map(text -> new Word(text.toString(), ""))
          : Stream.empty();
    } catch (Exception e) {
      return Stream.empty();
    }
  }
}
