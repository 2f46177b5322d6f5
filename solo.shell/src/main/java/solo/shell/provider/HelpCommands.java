package solo.shell.provider;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.capability.Caller;
import solo.core.tenant.Printable;

/** Help for Solo's commands; the shell's own does not know those with a hyphen. */
@Component(service = HelpCommands.class, immediate = true)
@GogoCommand(scope = "solo", function = "help")
public final class HelpCommands extends Commands {
  private static final String SCOPE = "solo:";

  private static final List<Column> COMMANDS =
      List.of(Column.of("command"), new Column("does", row -> row.get("description").toString()));

  private static final List<Column> OPTIONS = List.of(Column.of("option"), Column.of("meaning"));

  @Activate
  public HelpCommands(@Reference Parts parts) {
    super(parts);
  }

  /** Anybody may ask. */
  @Descriptor("list Solo's commands, or tell how one is called")
  public Document help(
      CommandSession session,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json,
      @Descriptor("which one; without it: all") @Usage("[<command>]") String... command)
      throws CommandException {
    requireSet(session, command);
    if (command.length > 1) {
      throw refusal("help", List.of(command));
    }
    return command.length == 0
        ? all(session, SET.equals(json))
        : document(one(command[0]), SET.equals(json));
  }

  private static Document all(CommandSession session, boolean json) {
    List<Map<String, Object>> rows =
        Synopsis.all().stream()
            .sorted(Comparator.comparing(Synopsis::command))
            .map(HelpCommands::row)
            .toList();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("commands", rows);
    Map<String, String> lines = new LinkedHashMap<>();
    boolean owner = caller(session).kind() == Caller.Kind.OWNER;
    String others = owner ? "; gogo:help lists the shell's own" : "";
    lines.put("help", "help <command> tells how one is called" + others);
    return new Document(
        fields, lines, List.of(new Listing("no commands", COMMANDS, rows, json)), json);
  }

  private static Map<String, Object> row(Synopsis synopsis) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("command", synopsis.command());
    row.put("description", synopsis.description());
    row.put("usage", synopsis.usage());
    return row;
  }

  private static Synopsis one(String named) throws CommandException {
    String command = named.startsWith(SCOPE) ? named.substring(SCOPE.length()) : named;
    return Synopsis.all().stream()
        .filter(synopsis -> synopsis.command().equals(command))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandException(
                    "Solo has no command %s: help lists all, gogo:help those of the shell"
                        .formatted(Printable.quote(named))));
  }

  private static Document document(Synopsis synopsis, boolean json) {
    List<Map<String, Object>> options = new ArrayList<>();
    synopsis.options().forEach(o -> options.add(option(o.toString(), o.description())));
    for (int i = 0; i < synopsis.words().size(); i++) {
      options.add(option(synopsis.words().get(i), synopsis.meanings().get(i)));
    }
    Map<String, Object> fields = row(synopsis);
    fields.put("options", options);
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("usage", synopsis.usage());
    lines.put("does", synopsis.description());
    return new Document(
        fields, lines, List.of(new Listing("no options", OPTIONS, options, json)), json);
  }

  private static Map<String, Object> option(String name, String meaning) {
    Map<String, Object> option = new LinkedHashMap<>();
    option.put("option", name);
    option.put("meaning", meaning);
    return option;
  }
}
