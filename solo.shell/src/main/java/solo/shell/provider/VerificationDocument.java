package solo.shell.provider;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import solo.core.control.ExitStatus;
import solo.core.verify.Depth;
import solo.core.verify.Finding;
import solo.core.verify.Severity;
import solo.core.verify.VerificationReport;
import solo.core.verify.VerificationReport.Repair;

/** A verify's report, as {@code solo:verify} and {@code solo:report --verify} answer it. */
final class VerificationDocument {
  private static final Column SERVICE =
      new Column("service", row -> subject(row.get("tenant"), row.get("service")));

  private static final List<Column> FINDINGS =
      List.of(
          Column.of("severity"),
          Column.of("kind"),
          SERVICE,
          Column.of("detail"),
          new Column("fixable", row -> yes(row.get("fixable"))),
          Column.of("fix"));

  private static final List<Column> REPAIRS =
      List.of(
          new Column("repair", row -> row.get("kind").toString()),
          SERVICE,
          new Column("done", row -> yes(row.get("done"))),
          Column.of("before"),
          Column.of("after"),
          new Column("event", row -> row.get("eventId").toString()));

  private VerificationDocument() {}

  static Document of(VerificationReport report, boolean json) {
    List<Map<String, Object>> findings =
        report.findings().stream().map(VerificationDocument::row).toList();
    List<Map<String, Object>> repairs =
        report.repairs().stream().map(VerificationDocument::row).toList();
    Map<String, Object> fields = counts(report);
    fields.put("findings", findings);
    fields.put("repairs", repairs);
    List<Listing> tables = new ArrayList<>();
    if (!findings.isEmpty()) {
      tables.add(new Listing("no findings", FINDINGS, findings, json));
    }
    if (!repairs.isEmpty()) {
      tables.add(new Listing("no repairs", REPAIRS, repairs, json));
    }
    return new Document(fields, headline(report), tables, json, status(report));
  }

  private static int status(VerificationReport report) {
    return switch (report.status()) {
      case OK -> ExitStatus.DONE;
      case WARNING -> ExitStatus.WARNING;
      case ERROR -> ExitStatus.FAILED;
    };
  }

  private static Map<String, Object> counts(VerificationReport report) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", report.status().name());
    fields.put("depth", report.depth().name());
    fields.put("at", Text.time(report.at()));
    fields.put("durationMs", report.durationMs());
    fields.put("eventId", report.eventId());
    fields.put("expected", report.expected());
    fields.put("running", report.running());
    fields.put("busy", report.busy());
    fields.put("found", report.findings().size());
    fields.put("accepted", accepted(report));
    for (Severity severity : Severity.values()) {
      fields.put(severity.name().toLowerCase(Locale.ROOT), count(report, severity));
    }
    Map<String, Object> kinds = new TreeMap<>();
    report.findings().forEach(f -> kinds.merge(f.kind().name(), 1, (a, b) -> (int) a + (int) b));
    fields.put("kinds", kinds);
    fields.put("fixed", report.fixed());
    return fields;
  }

  private static long count(VerificationReport report, Severity severity) {
    return report.findings().stream().filter(f -> f.severity() == severity).count();
  }

  private static long accepted(VerificationReport report) {
    return report.findings().stream().filter(f -> f.acceptedBy() != 0).count();
  }

  private static List<Document.Line> headline(VerificationReport report) {
    return List.of(
        new Document.Line("status", report.status().name()),
        new Document.Line(
            "verified",
            "%s, %s, took %s, up to event %d"
                .formatted(
                    Text.time(report.at()),
                    report.depth() == Depth.DEEP ? "deep" : "quick",
                    Text.duration(report.durationMs()),
                    report.eventId())),
        new Document.Line(
            "services",
            "%d expected, %d running as logged, %d busy"
                .formatted(report.expected(), report.running(), report.busy())),
        new Document.Line("findings", findings(report)));
  }

  private static String findings(VerificationReport report) {
    List<String> parts = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      long count = count(report, severity);
      if (count > 0) {
        parts.add(0, count + " " + severity);
      }
    }
    String found = parts.isEmpty() ? "none" : String.join(", ", parts);
    long accepted = accepted(report);
    return found
        + (accepted > 0 ? ", " + accepted + " of them accepted" : "")
        + (report.repairs().isEmpty() ? "" : "; fixed " + report.fixed());
  }

  static Map<String, Object> row(Finding finding) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("severity", finding.severity().name());
    row.put("kind", finding.kind().name());
    row.put("tenant", finding.tenant());
    row.put("service", finding.service());
    row.put("about", finding.about());
    row.put("detail", finding.detail());
    row.put("fixable", finding.fixable());
    row.put("fix", finding.fix());
    row.put("acceptedBy", finding.acceptedBy());
    return row;
  }

  private static Map<String, Object> row(Repair repair) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("kind", repair.finding().kind().name());
    row.put("tenant", repair.finding().tenant());
    row.put("service", repair.finding().service());
    row.put("about", repair.finding().about());
    row.put("before", repair.finding().detail());
    row.put("done", repair.done());
    row.put("after", repair.after());
    row.put("eventId", repair.eventId());
    return row;
  }

  private static String subject(Object... ids) {
    return Arrays.stream(ids)
        .map(Object::toString)
        .filter(id -> !id.isEmpty())
        .collect(Collectors.joining("/"));
  }

  private static String yes(Object value) {
    return Boolean.TRUE.equals(value) ? "yes" : "no";
  }
}
