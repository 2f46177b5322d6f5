package solo.shell.provider;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import solo.core.audit.Audit;
import solo.core.control.ExitStatus;
import solo.core.event.Event;
import solo.core.verify.Finding;
import solo.core.verify.Severity;

/** What {@code solo:audit} answers. */
final class AuditDocument {
  private static final List<Column> FINDINGS =
      List.of(
          new Column(
              "severity",
              row ->
                  row.get("acceptedBy").equals(0L) ? row.get("severity").toString() : "ACCEPTED"),
          Column.of("kind"),
          Column.of("about"),
          Column.of("detail"),
          Column.of("fix"));

  private AuditDocument() {}

  static Document of(Audit.Report report, boolean json) {
    List<Map<String, Object>> findings =
        report.findings().stream().map(VerificationDocument::row).toList();
    int status = status(report);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", List.of("OK", "ERROR", "WARNING").get(status));
    fields.put("firstId", report.firstId());
    fields.put("lastId", report.lastId());
    fields.put("events", report.events());
    fields.put("archived", report.archived());
    fields.put("heads", report.heads());
    fields.put("lastSigned", report.lastSigned());
    fields.put("lastSignedAt", report.lastSigned() == 0 ? null : Text.time(report.lastSignedAt()));
    fields.put("base", report.kept().map(AuditDocument::row).orElse(null));
    fields.put("found", findings.size());
    fields.put("findings", findings);
    List<Listing> tables =
        findings.isEmpty() ? List.of() : List.of(new Listing("", FINDINGS, findings, json));
    return new Document(fields, lines(report, fields), tables, json, status);
  }

  private static List<Document.Line> lines(Audit.Report report, Map<String, Object> fields) {
    List<Document.Line> lines = new ArrayList<>();
    lines.add(new Document.Line("status", fields.get("status").toString()));
    String archived =
        report.archived() == 0 ? "" : ", %d of them archived".formatted(report.archived());
    lines.add(
        new Document.Line(
            "log",
            "events %d to %d%s: %d read%s"
                .formatted(
                    report.firstId(), report.lastId(), older(report), report.events(), archived)));
    lines.add(
        new Document.Line(
            "signed",
            isUnsigned(report)
                ? "nothing: no event that is there is proved by a signature"
                : "up to event %d, on %s, by %s that %s"
                    .formatted(
                        report.lastSigned(),
                        Text.time(report.lastSignedAt()),
                        Text.count(report.heads(), "head"),
                        report.heads() == 1 ? "fits" : "fit")));
    report.kept().ifPresent(kept -> lines.add(new Document.Line("base", words(kept))));
    lines.add(
        new Document.Line(
            "findings", report.findings().isEmpty() ? "none" : "" + report.findings().size()));
    return lines;
  }

  private static Map<String, Object> row(Audit.Kept kept) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("through", kept.through());
    row.put("witness", kept.witness().name());
    row.put("signedAt", kept.witness() == Audit.Witness.NONE ? null : Text.time(kept.signedAt()));
    return row;
  }

  private static String words(Audit.Kept kept) {
    String how =
        switch (kept.witness()) {
          case SIGNED -> "signed on " + Text.time(kept.signedAt());
          case FOUND ->
              "signed on %s, on what was there before anything was signed"
                  .formatted(Text.time(kept.signedAt()));
          case NONE -> "not signed";
        };
    return "what is kept of events 1 to %d: %s".formatted(kept.through(), how);
  }

  static Document of(Event accepted, boolean json) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("eventId", accepted.id());
    String by = "by event " + accepted.id();
    return new Document(
        fields, List.of(new Document.Line("accepted", by)), List.of(), json, ExitStatus.DONE);
  }

  /** Those that retention kept of what it took out are none of the range. */
  private static String older(Audit.Report report) {
    boolean more = report.events() > report.lastId() - report.firstId() + 1;
    return more ? ", and what is kept of older ones" : "";
  }

  /** Whether no head covers an event of the range. */
  private static boolean isUnsigned(Audit.Report report) {
    return report.lastSigned() < Math.max(1, report.firstId());
  }

  /** As of a verify: what somebody accepted is worth a warning, and so is a log without heads. */
  private static int status(Audit.Report report) {
    List<Finding> findings = report.findings();
    boolean error =
        findings.stream().anyMatch(f -> f.acceptedBy() == 0 && f.severity() != Severity.WARNING);
    if (error) {
      return ExitStatus.FAILED;
    }
    boolean proved = report.lastId() == 0 || !isUnsigned(report);
    return findings.isEmpty() && proved ? ExitStatus.DONE : ExitStatus.WARNING;
  }

  static Document of(ExportFile.Written written, Path file, boolean json) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", file.toString());
    fields.put("events", written.events());
    fields.put("bytes", written.bytes());
    fields.put("sha256", written.sha256());
    Map<String, String> lines = new LinkedHashMap<>();
    fields.forEach((label, value) -> lines.put(label, value.toString()));
    return new Document(fields, lines, List.of(), json);
  }
}
