package solo.shell.provider;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import solo.core.control.ExitStatus;
import solo.core.verify.Explanation;

/** What {@code solo:why} answers. */
final class ExplanationDocument {
  static final String UNKNOWN = "UNKNOWN";

  private static final List<Column> CHAIN =
      List.of(
          new Column(
              "event", row -> row.get("eventId").equals(0L) ? "now" : "" + row.get("eventId")),
          Column.of("time"),
          Column.of("what"),
          Column.of("actor"),
          Column.of("detail"));

  private ExplanationDocument() {}

  static Document of(Explanation why, boolean json) {
    List<Map<String, Object>> chain = why.chain().stream().map(ExplanationDocument::row).toList();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tenant", why.key().tenant());
    fields.put("service", why.key().service());
    fields.put("state", why.state());
    fields.put("because", why.because());
    fields.put("missing", why.missing());
    fields.put("help", why.help());
    fields.put("chain", chain);
    List<Listing> tables =
        chain.isEmpty() ? List.of() : List.of(new Listing("no events", CHAIN, chain, json));
    int status = why.state().equals(UNKNOWN) ? ExitStatus.FAILED : ExitStatus.DONE;
    return new Document(fields, lines(why), tables, json, status);
  }

  private static List<Document.Line> lines(Explanation why) {
    List<Document.Line> lines = new ArrayList<>();
    lines.add(new Document.Line("service", why.key().toString()));
    lines.add(new Document.Line("state", why.state()));
    lines.add(new Document.Line("because", why.because()));
    why.missing().forEach(missing -> lines.add(new Document.Line("missing", missing)));
    why.help().forEach(help -> lines.add(new Document.Line("help", help)));
    return lines;
  }

  private static Map<String, Object> row(Explanation.Step step) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("eventId", step.eventId());
    row.put("time", Text.time(step.time()));
    row.put("what", step.what());
    row.put("actor", step.actor());
    row.put("detail", step.detail());
    return row;
  }
}
