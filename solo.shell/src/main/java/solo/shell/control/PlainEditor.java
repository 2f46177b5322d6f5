package solo.shell.control;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;

/**
 * Prompt, editing and completion of a session by token. It knows Solo's commands only, evaluates
 * nothing, reads and writes no file, and its history ends with it.
 */
final class PlainEditor implements Editor {
  private static final String PROMPT = "solo> ";

  private final CommandSession session;
  private final CommandRunner commands;
  private final LineReader reader;

  PlainEditor(CommandSession session, CommandRunner commands, RemoteTerminal terminal) {
    this.session = session;
    this.commands = commands;
    DefaultParser parser = new DefaultParser();
    parser.setEofOnUnclosedQuote(false);
    reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .variables(new HashMap<>())
            .completer((r, line, candidates) -> complete(line, candidates))
            .parser(parser)
            .history(new DiscreetHistory())
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.AUTO_FRESH_LINE, true)
            .build();
    // An editor of files, which JLine opens at Ctrl-X Ctrl-E.
    reader.getWidgets().put(LineReader.EDIT_AND_EXECUTE_COMMAND, () -> false);
  }

  private void complete(ParsedLine line, List<Candidate> candidates) {
    for (Suggestions.Word word : commands.suggestions(session, line.words(), line.wordIndex())) {
      String description = word.description().isEmpty() ? null : word.description();
      candidates.add(new Candidate(word.text(), word.text(), null, description, null, null, true));
    }
  }

  @Override
  public void readProfile(Path profile) {}

  @Override
  public String read() {
    try {
      return reader.readLine(PROMPT);
    } catch (UserInterruptException e) {
      return "";
    }
  }

  @Override
  public void saveHistory() {}
}
