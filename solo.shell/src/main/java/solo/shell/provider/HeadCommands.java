package solo.shell.provider;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.capability.Authorization;
import solo.core.capability.Permission;
import solo.core.control.ExitStatus;
import solo.core.event.Event;
import solo.core.verify.Depth;
import solo.core.verify.Finding;
import solo.core.verify.Head;

/** The command over {@code solo.core.verify.Head}. */
@Component(service = HeadCommands.class, immediate = true)
@GogoCommand(scope = "solo", function = "head")
public final class HeadCommands extends Commands {

  @Activate
  public HeadCommands(@Reference Parts parts) {
    super(parts);
  }

  /** Shows, and changes nothing without {@code --accept}. */
  @Descriptor("tell what is known of the log outside the data directory")
  public Document head(
      CommandSession session,
      @Descriptor("accept that the known events are lost, and follow the log that is there")
          @Parameter(names = "--accept", presentValue = SET, absentValue = UNSET)
          String accept,
      @Descriptor("with --accept: why, for the event")
          @Parameter(names = "--reason", absentValue = "")
          String reason,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json)
      throws CommandException {
    requireSet(session, accept, reason);
    requireReasonFor("--accept", accept, reason);
    return answer(
        () -> {
          parts.require(caller(session), Permission.READ, Authorization.EVERY_TENANT);
          Head head = parts.head();
          Optional<Event> accepted = Optional.empty();
          if (SET.equals(accept)) {
            accepted = Optional.of(head.accept(caller(session), reason));
            verifyAnew();
          }
          return document(head.status(), accepted, SET.equals(json));
        });
  }

  /** Else the container stays unwell by the newest verify until the next one. */
  private void verifyAnew() {
    try {
      parts.verifier().verify(Depth.BOOT, told -> {});
    } catch (CommandException | IllegalStateException e) {
      // It is accepted all the same; the next verify tells so.
    }
  }

  private static Document document(Head.Status now, Optional<Event> accepted, boolean json) {
    Optional<Finding> found = now.finding();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", found.map(f -> f.kind().name()).orElse("OK"));
    fields.put("file", now.file().toString());
    fields.put("knownLog", now.known().map(known -> known.instance().toString()).orElse(null));
    fields.put("knownId", now.known().map(Head.Mark::id).orElse(null));
    fields.put("knownAt", now.known().map(known -> Text.time(now.knownAt())).orElse(null));
    fields.put("log", now.log().instance().toString());
    fields.put("lastId", now.log().id());
    fields.put("detail", found.map(Finding::detail).orElse(""));
    fields.put("fix", found.map(Finding::fix).orElse(""));
    fields.put("trouble", now.trouble());
    fields.put("eventId", accepted.map(Event::id).orElse(0L));
    return new Document(fields, lines(now, fields), List.of(), json, status(now));
  }

  private static List<Document.Line> lines(Head.Status now, Map<String, Object> fields) {
    List<Document.Line> lines = new ArrayList<>();
    lines.add(new Document.Line("status", fields.get("status").toString()));
    lines.add(
        new Document.Line(
            "known",
            now.known()
                .map(known -> mark(known) + ", written " + Text.time(now.knownAt()))
                .orElse("nothing")));
    lines.add(new Document.Line("log", mark(now.log())));
    lines.add(new Document.Line("file", now.file().toString()));
    for (String told : List.of("detail", "fix", "trouble")) {
      if (!fields.get(told).equals("")) {
        lines.add(new Document.Line(told, fields.get(told).toString()));
      }
    }
    if (!fields.get("eventId").equals(0L)) {
      lines.add(new Document.Line("accepted", "by event " + fields.get("eventId")));
    }
    return lines;
  }

  private static String mark(Head.Mark mark) {
    return "event " + mark.id() + " of log " + mark.instance();
  }

  private static int status(Head.Status now) {
    if (now.isContradicted()) {
      return ExitStatus.FAILED;
    }
    boolean well = now.finding().isEmpty() && now.trouble().isEmpty();
    return well ? ExitStatus.DONE : ExitStatus.WARNING;
  }
}
