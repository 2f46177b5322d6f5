package solo.shell.provider;

import java.time.Duration;
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
import solo.core.event.Event;
import solo.core.event.Payload.CheckpointCreated;
import solo.core.recovery.RecoveryReport;

/** Commands over {@code solo.core.recovery}. */
@Component(service = RecoveryCommands.class, immediate = true)
@GogoCommand(
    scope = "solo",
    function = {"report", "checkpoint"})
public final class RecoveryCommands extends Commands {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("tenant"),
          Column.of("service"),
          Column.of("outcome"),
          new Column("event", row -> row.get("eventId").toString()),
          new Column("took", row -> Text.duration((long) row.get("durationMs"))),
          Column.of("reason"));

  @Activate
  public RecoveryCommands(@Reference Parts parts) {
    super(parts);
  }

  @Descriptor(
      "tell what the newest recovery did, service by service, or what the newest verify found")
  public Document report(
      CommandSession session,
      @Descriptor("tell what the newest verify found")
          @Parameter(names = "--verify", presentValue = SET, absentValue = UNSET)
          String verify,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json)
      throws CommandException {
    return answer(
        () -> {
          Sight sight = parts.reading(caller(session));
          if (SET.equals(verify)) {
            return VerificationDocument.of(sight.of(parts.lastVerification()), SET.equals(json));
          }
          RecoveryReport report =
              parts
                  .replayer()
                  .report()
                  .orElseThrow(() -> new CommandException("no recovery has ended yet"));
          return document(sight.of(report), LastStop.of(parts.events), SET.equals(json));
        });
  }

  @Descriptor("write a checkpoint of the log now, so that the next start reads less")
  public Document checkpoint(
      CommandSession session,
      @Descriptor("why, for the event") @Parameter(names = "--reason", absentValue = "")
          String reason,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json)
      throws CommandException {
    requireSet(session, reason);
    return answer(
        () -> document(parts.checkpointer().take(caller(session), reason), SET.equals(json)));
  }

  private static Document document(RecoveryReport report, LastStop lastStop, boolean json) {
    long durationMs = Duration.between(report.startedAt(), report.endedAt()).toMillis();
    List<Map<String, Object>> services =
        report.services().stream().map(RecoveryCommands::row).toList();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", report.status().name());
    fields.put("startedAt", Text.time(report.startedAt()));
    fields.put("endedAt", Text.time(report.endedAt()));
    fields.put("durationMs", durationMs);
    fields.put("lastStopClean", lastStop.clean());
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("status", report.status().name());
    lines.put("ended", Text.time(report.endedAt()) + ", took " + Text.duration(durationMs));
    lines.put("last stop", lastStop.text());
    counts(report)
        .forEach(
            (outcome, count) -> {
              fields.put(outcome, count);
              lines.put(outcome.equals("alreadyRunning") ? "already running" : outcome, "" + count);
            });
    fields.put("services", services);
    return new Document(
        fields, lines, List.of(new Listing("no services", COLUMNS, services, json)), json);
  }

  private static Map<String, Integer> counts(RecoveryReport report) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put("planned", report.planned());
    counts.put("recovered", report.recovered());
    counts.put("alreadyRunning", report.alreadyRunning());
    counts.put("failed", report.failed());
    counts.put("waiting", report.waiting());
    counts.put("quarantined", report.quarantined());
    counts.put("skipped", report.skipped());
    return counts;
  }

  private static Map<String, Object> row(RecoveryReport.Line line) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("tenant", line.key().tenant());
    row.put("service", line.key().service());
    row.put("outcome", line.outcome().name());
    row.put("reason", line.reason());
    row.put("eventId", line.originalEventId());
    row.put("durationMs", line.durationMs());
    return row;
  }

  private static Document document(Event event, boolean json) throws CommandException {
    if (!(event.payload() instanceof CheckpointCreated created)) {
      throw new CommandException("expected checkpoint_created, got " + event.type());
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", event.id());
    fields.put("time", Text.time(event.time()));
    fields.put("atId", created.atId());
    fields.put("bytes", created.bytes());
    fields.put("services", created.services());
    fields.put("durationMs", created.durationMs());
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("checkpoint", "of the log up to event " + created.atId());
    lines.put(
        "holds", Text.count(created.services(), "service") + " in " + created.bytes() + " bytes");
    lines.put("event", event.id() + ", took " + Text.duration(created.durationMs()));
    return new Document(fields, lines, List.of(), json);
  }
}
