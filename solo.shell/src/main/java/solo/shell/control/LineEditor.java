package solo.shell.control;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.felix.gogo.jline.Expander;
import org.apache.felix.gogo.jline.Highlighter;
import org.apache.felix.gogo.jline.Parser;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.jline.builtins.Completers.Completer;
import org.jline.builtins.Completers.CompletionData;
import org.jline.builtins.Completers.CompletionEnvironment;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;

/** Prompt, editing, completion and history of a session, as Gogo's own shell has them. */
final class LineEditor implements Editor {
  private final CommandSession session;
  private final LineReader reader;

  LineEditor(CommandSession session, RemoteTerminal terminal) {
    this.session = session;
    session.put(Shell.VAR_TERMINAL, terminal);
    session.put(Shell.VAR_SESSION, session);
    session.put("#TERM", (Function) (s, arguments) -> terminal.getType());
    session.put("#PWD", (Function) (s, arguments) -> s.currentDir().toString());
    reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .variables(((CommandSessionImpl) session).getVariables())
            .completer(new Completer(completion(session)))
            .highlighter(new Highlighter(session))
            .parser(new Parser())
            .expander(new Expander(session))
            .history(new DiscreetHistory())
            .option(LineReader.Option.AUTO_FRESH_LINE, true)
            .build();
    session.put(Shell.VAR_READER, reader);
    session.put(Shell.VAR_COMPLETIONS, new HashMap<>());
  }

  /** Prompt, history, variables, functions. */
  @Override
  public void readProfile(Path profile) throws Exception {
    session.put("0", profile.toUri());
    try {
      session.execute(Shell.readScript(profile.toUri()));
    } finally {
      session.put("0", null);
    }
  }

  @Override
  public String read() {
    try {
      String prompt = Shell.getPrompt(session);
      return reader.readLine(prompt, Shell.getRPrompt(session), (Character) null, null);
    } catch (UserInterruptException e) {
      return "";
    }
  }

  @Override
  public void saveHistory() {
    try {
      reader.getHistory().save();
    } catch (IOException e) {
      // The state directory cannot be written: the next session has less to recall.
    }
  }

  private static CompletionEnvironment completion(CommandSession session) {
    return new CompletionEnvironment() {
      @Override
      public Map<String, List<CompletionData>> getCompletions() {
        return Shell.getCompletions(session);
      }

      @Override
      public Set<String> getCommands() {
        return Shell.getCommands(session);
      }

      @Override
      public String resolveCommand(String command) {
        return Shell.resolve(session, command);
      }

      @Override
      public String commandName(String command) {
        return command.substring(command.indexOf(':') + 1);
      }

      @Override
      public Object evaluate(LineReader reader, ParsedLine line, String function) throws Exception {
        session.put(Shell.VAR_COMMAND_LINE, line);
        return session.execute(function);
      }
    };
  }
}
