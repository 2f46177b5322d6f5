package solo.eventstore.fsck;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import solo.core.tenant.Printable;
import solo.core.verify.Finding;
import solo.core.verify.Severity;
import solo.eventstore.codec.Json;

/** What was found, for people or for programs. */
final class Rendering {
  private Rendering() {}

  static void text(Request request, Examined examined, PrintStream out) {
    out.println("data         " + Printable.escape(request.data().toString()));
    examined.log().ifPresent(log -> out.println("log          " + log));
    for (Part part : examined.parts()) {
      out.printf("%-12s %s%n", part.name(), Printable.escape(part.summary()));
    }
    for (Found found : examined.found()) {
      Finding finding = found.finding();
      out.println();
      out.printf(
          "%s %s%s%n",
          found.accepted() ? "ACCEPTED" : finding.severity(), finding.kind(), subject(finding));
      out.println("  found: " + Printable.escape(finding.detail()));
      out.println("  to do: " + Printable.escape(finding.fix()));
    }
    out.println();
    out.println("status       " + examined.status() + conclusion(examined));
  }

  private static String subject(Finding finding) {
    String service =
        finding.service().isEmpty() ? "" : " " + finding.tenant() + "/" + finding.service();
    return service + (finding.about().isEmpty() ? "" : " " + Printable.escape(finding.about()));
  }

  private static String conclusion(Examined examined) {
    if (!examined.starts()) {
      return ": the container does not start with this log";
    }
    return examined.losses().isEmpty()
        ? ""
        : ": the container starts, but the whole log cannot be read";
  }

  static void json(Request request, Examined examined, PrintStream out) {
    byte[] json = Json.write(0, writer -> write(writer, request, examined));
    out.println(new String(json, StandardCharsets.UTF_8));
  }

  private static void write(JsonWriter out, Request request, Examined examined) throws IOException {
    out.beginObject();
    out.name("status").value(examined.status().name());
    out.name("data").value(request.data().toString());
    out.name("log").value(examined.log().map(Object::toString).orElse(""));
    out.name("eventId").value(examined.lastId());
    out.name("events").value(examined.events());
    out.name("starts").value(examined.starts());
    out.name("acceptable")
        .value(examined.losses().isEmpty() ? 0 : examined.losses().get(0).gap().firstLost());
    counts(out, examined);
    out.name("parts").beginArray();
    for (Part part : examined.parts()) {
      out.beginObject();
      out.name("name").value(part.name());
      out.name("summary").value(part.summary());
      out.endObject();
    }
    out.endArray();
    out.name("findings").beginArray();
    for (Found found : examined.found()) {
      finding(out, found.finding());
    }
    out.endArray();
    out.endObject();
  }

  private static void counts(JsonWriter out, Examined examined) throws IOException {
    out.name("found").value(examined.found().size());
    out.name("accepted").value(examined.found().stream().filter(Found::accepted).count());
    for (Severity severity : Severity.values()) {
      out.name(severity.name().toLowerCase(Locale.ROOT))
          .value(examined.found().stream().filter(f -> f.finding().severity() == severity).count());
    }
    Map<String, Integer> kinds = new TreeMap<>();
    examined.found().forEach(f -> kinds.merge(f.finding().kind().name(), 1, Integer::sum));
    out.name("kinds").beginObject();
    for (Map.Entry<String, Integer> kind : kinds.entrySet()) {
      out.name(kind.getKey()).value(kind.getValue());
    }
    out.endObject();
  }

  private static void finding(JsonWriter out, Finding finding) throws IOException {
    out.beginObject();
    out.name("severity").value(finding.severity().name());
    out.name("kind").value(finding.kind().name());
    out.name("tenant").value(finding.tenant());
    out.name("service").value(finding.service());
    out.name("about").value(finding.about());
    out.name("detail").value(finding.detail());
    out.name("fixable").value(finding.fixable());
    out.name("fix").value(finding.fix());
    out.name("acceptedBy").value(finding.acceptedBy());
    out.endObject();
  }
}
