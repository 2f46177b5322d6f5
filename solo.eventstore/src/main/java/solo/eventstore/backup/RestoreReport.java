package solo.eventstore.backup;

import java.io.PrintStream;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Collectors;
import solo.core.tenant.Printable;
import solo.core.verify.Finding;

/** Tells people what was restored, and what to do next. */
record RestoreReport(RestoreRequest request, Restore.Restored restored) {

  void print(PrintStream out) {
    Manifest manifest = restored.manifest();
    RestoredLog.Last last = restored.last();
    line(out, "restored", request.data().toString());
    line(
        out,
        "backup",
        "%s of %s, Solo %s".formatted(request.file(), manifest.created(), manifest.solo()));
    line(out, "log", manifest.instance().toString());
    line(
        out,
        "up to",
        "event %d of %s%s"
            .formatted(
                last.atId(),
                last.atTime(),
                last.atId() == manifest.lastId()
                    ? ""
                    : "; the backup goes to event " + manifest.lastId()));
    line(out, "events", restored.counts().events() + ", event " + last.id() + " tells of this");
    line(out, "facts", facts());
    line(out, "artifacts", String.valueOf(manifest.artifacts()));
    line(out, "head", head());
    for (Finding finding : restored.findings()) {
      out.println();
      out.println(
          "%s %s %s"
              .formatted(finding.severity(), finding.kind(), Printable.escape(finding.about())));
      out.println("  found: " + Printable.escape(finding.detail()));
      out.println("  to do: " + Printable.escape(finding.fix()));
    }
    next(out);
  }

  private String facts() {
    Map<String, Integer> facts = restored.counts().facts();
    return facts.isEmpty()
        ? "none"
        : facts.entrySet().stream()
            .map(one -> one.getValue() + " " + one.getKey())
            .collect(Collectors.joining(", "));
  }

  private String head() {
    if (!restored.headTrouble().isEmpty()) {
      return "not set (%s): once it runs, ./solo exec 'solo:head --accept'"
          .formatted(restored.headTrouble());
    }
    return restored
        .formerHead()
        .map(file -> "set to this log; the one before is " + file)
        .orElse("set to this log");
  }

  private void next(PrintStream out) {
    out.println();
    out.println("Before it starts:");
    boolean keyring =
        restored.manifest().files().stream().anyMatch(file -> file.name().equals(Names.KEYRING));
    if (keyring) {
      boolean there = Files.exists(request.state().resolve("vault.key"));
      out.printf(
          "- The master key is in no backup. %s/vault.key is %s; without the right one, or its"
              + " passphrase, the vault stays sealed.%n",
          request.state(), there ? "there" : "missing: put it there");
    }
    out.printf(
        "- A file in %s that is not what the log knows of it is deployed. One that is missing there"
            + " kills nothing until its service is killed or the file is back.%n",
        request.deploy());
    out.println("- etc/ is in no backup: compare it with where the backup comes from.");
    out.println("- Two containers of one log must not both go on: stop the other one.");
  }

  private static void line(PrintStream out, String name, String value) {
    out.printf("%-12s %s%n", name, Printable.escape(value));
  }
}
