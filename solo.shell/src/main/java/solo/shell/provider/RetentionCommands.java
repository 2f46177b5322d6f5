package solo.shell.provider;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import solo.core.capability.Authorization;
import solo.core.capability.Permission;
import solo.core.control.ExitStatus;
import solo.core.event.Event;
import solo.core.retention.Retention;
import solo.core.retention.Retention.Plan;
import solo.core.retention.Retention.Status;
import solo.core.retention.RetentionException;

/** The command over {@code solo.core.retention}. */
@Component(service = RetentionCommands.class, immediate = true)
@GogoCommand(scope = "solo", function = "retention")
public final class RetentionCommands extends Commands {

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Retention retention;

  @Activate
  public RetentionCommands(@Reference Parts parts) {
    super(parts);
  }

  /** Shows, and takes nothing out without {@code --apply}. */
  @Descriptor("tell how much of the log is there, and take out what the policy lets go")
  public Document retention(
      CommandSession session,
      @Descriptor("tell what would go now")
          @Parameter(names = "--plan", presentValue = SET, absentValue = UNSET)
          String plan,
      @Descriptor("take it out")
          @Parameter(names = "--apply", presentValue = SET, absentValue = UNSET)
          String apply,
      @Descriptor("with --apply: why, for the event")
          @Parameter(names = "--reason", absentValue = "")
          String reason,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json)
      throws CommandException {
    requireSet(session, plan, apply, reason);
    requireReasonFor("--apply", apply, reason);
    return answer(
        () -> {
          parts.require(caller(session), Permission.ADMIN, Authorization.EVERY_TENANT);
          Retention there = parts.recovered(retention, "retention");
          Optional<Event> applied =
              SET.equals(apply) ? applied(there, session, reason) : Optional.empty();
          Shown shown =
              new Shown(there.status(), there.plan(caller(session)), applied, there.troubles());
          return shown.document(SET.equals(plan) || SET.equals(apply), SET.equals(json));
        });
  }

  private static Optional<Event> applied(Retention there, CommandSession session, String reason)
      throws CommandException, RetentionException {
    try (Progress progress = new Progress(session)) {
      return there.apply(caller(session), reason, progress);
    } catch (CancellationException | InterruptedException e) {
      throw new CommandException("interrupted: nothing was taken out");
    }
  }

  /** What there is, and what would go. */
  private record Shown(Status status, Plan plan, Optional<Event> applied, List<String> troubles) {

    Document document(boolean planned, boolean json) {
      return new Document(
          fields(),
          planned ? plannedLines() : lines(),
          List.of(),
          json,
          troubles.isEmpty() ? ExitStatus.DONE : ExitStatus.WARNING);
    }

    private Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("from", status.from());
      fields.put("last", status.last());
      fields.put("kept", status.kept());
      fields.put("segments", status.segments());
      fields.put("bytes", status.bytes());
      fields.put("archived", status.archived());
      fields.put("archivedBytes", status.archivedBytes());
      fields.put("appliedBy", applied.map(Event::id).orElse(0L));
      fields.put("planThrough", plan.through());
      fields.put("planSegments", plan.segments());
      fields.put("planBytes", plan.bytes());
      fields.put("action", plan.action().name().toLowerCase(Locale.ROOT));
      fields.put("why", plan.why());
      fields.put("troubles", troubles);
      return fields;
    }

    private List<Document.Line> lines() {
      List<Document.Line> lines = new ArrayList<>();
      applied.ifPresent(
          event -> lines.add(new Document.Line("applied", "event " + event.id() + " says so")));
      lines.add(
          new Document.Line(
              "whole", "from event %d to %d".formatted(status.from(), status.last())));
      lines.add(new Document.Line("kept", Text.count(status.kept(), "event") + " from before"));
      lines.add(new Document.Line("log", told(status.segments(), status.bytes())));
      lines.add(new Document.Line("archived", told(status.archived(), status.archivedBytes())));
      troubles.forEach(trouble -> lines.add(new Document.Line("trouble", trouble)));
      return lines;
    }

    private List<Document.Line> plannedLines() {
      List<Document.Line> lines = lines();
      boolean none = plan.segments() == 0;
      String goes =
          "%s, up to event %d: %s"
              .formatted(
                  told(plan.segments(), plan.bytes()),
                  plan.through(),
                  plan.action() == Retention.Action.ARCHIVE ? "archived" : "deleted");
      lines.add(new Document.Line("would go", none ? "nothing" : goes));
      lines.add(new Document.Line("since", plan.why()));
      return lines;
    }

    private static String told(int segments, long bytes) {
      return "%s, %d bytes".formatted(Text.count(segments, "segment"), bytes);
    }
  }
}
