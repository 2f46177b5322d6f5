package solo.shell.provider;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.RateLimitedException;
import solo.core.deploy.Deployer;
import solo.core.deploy.ServiceState;
import solo.core.event.EventStore;
import solo.core.lifecycle.Directories;
import solo.core.lifecycle.Shutdown;
import solo.core.recovery.RecoveryReport;
import solo.core.recovery.Replayer;
import solo.core.vault.VaultException;
import solo.core.vault.VaultKeys;

/** What {@code solo:status} answers: put together from the parts that are there. */
final class StatusDocument {
  static final String STOPPING = "stopping";
  private static final String STARTING = "starting";
  private static final String UNWELL = "unwell";
  private static final String READY = "ready";

  private static final List<Column> COLUMNS =
      List.of(
          new Column("finding", row -> row.get("check").toString()),
          Column.of("status"),
          Column.of("message"));

  private final AccessParts access;
  private final Parts parts;
  private final Versions versions;
  private final Sight sight;
  private final Replayer.Progress progress;
  private final List<Finding> findings;
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final Map<String, String> lines = new LinkedHashMap<>();

  StatusDocument(AccessParts access, Versions versions, List<Finding> found, Sight sight) {
    this.access = access;
    this.parts = access.others();
    this.versions = versions;
    this.sight = sight;
    this.progress = parts.progress();
    this.findings = new ArrayList<>(found);
    if (sight.whole() && progress.ready() && !parts.stopping()) {
      parts.missing().forEach(part -> findings.add(missing(part)));
      access.missing().forEach(part -> findings.add(missing(part)));
    }
  }

  Document render(boolean json) {
    String state = state();
    fields.put("state", state);
    lines.put("state", state);
    stop();
    process();
    recovery();
    lastStop();
    services();
    vault();
    directories();
    List<Map<String, Object>> rows = findings.stream().map(Finding::row).toList();
    fields.put("findings", rows);
    Listing table = new Listing("no findings", COLUMNS, rows, json);
    return new Document(fields, lines, List.of(table), json);
  }

  private String state() {
    if (parts.stopping()) {
      return STOPPING;
    }
    if (!progress.ready()) {
      return STARTING;
    }
    return findings.isEmpty() ? READY : UNWELL;
  }

  private void stop() {
    Optional<Shutdown.Progress> stop = parts.stop();
    fields.put("stopPhase", stop.map(s -> s.phase().name()).orElse(null));
    fields.put("stopPhaseSince", stop.map(s -> Text.time(s.since())).orElse(null));
    fields.put("stopTrigger", stop.map(Shutdown.Progress::trigger).orElse(null));
    stop.ifPresent(
        s ->
            lines.put(
                "stop",
                "%s, in %s since %s".formatted(s.trigger(), s.phase(), Text.time(s.since()))));
  }

  private void process() {
    long pid = ProcessHandle.current().pid();
    long uptimeMs = ManagementFactory.getRuntimeMXBean().getUptime();
    fields.put("version", versions.solo());
    fields.put("pid", pid);
    fields.put("uptimeMs", uptimeMs);
    lines.put("version", versions.solo());
    lines.put("process", pid + ", up " + Text.duration(uptimeMs));
  }

  private void recovery() {
    boolean whole = sight.whole();
    fields.put("planned", whole ? progress.planned() : null);
    fields.put("done", whole ? progress.done() : null);
    if (whole && !progress.ready()) {
      lines.put("recovering", progress.done() + " of " + progress.planned() + " services done");
    }
    Replayer replayer = parts.replayer;
    Optional<RecoveryReport> report =
        replayer == null ? Optional.empty() : replayer.report().map(sight::of);
    fields.put("recoveryStatus", report.map(r -> r.status().name()).orElse(null));
    fields.put("recoveryEndedAt", report.map(r -> Text.time(r.endedAt())).orElse(null));
    lines.put(
        "last recovery",
        report.map(r -> r.status() + ", ended " + Text.time(r.endedAt())).orElse("unknown"));
  }

  private void lastStop() {
    EventStore events = parts.events;
    boolean shown = events != null && sight.whole();
    fields.put("lastEventId", shown ? events.lastId() : null);
    LastStop last = LastStop.of(events);
    fields.put("lastStopClean", last.clean());
    lines.put("last stop", last.text());
  }

  /** Counted where the deployer knows them all, so after recovery; null before. */
  private void services() {
    Deployer deployer = progress.ready() ? parts.deployer : null;
    Map<ServiceState, Long> counts = new LinkedHashMap<>();
    for (ServiceState state : ServiceState.values()) {
      counts.put(state, 0L);
    }
    if (deployer != null) {
      deployer
          .services(sight.caller())
          .forEach(service -> counts.merge(service.state(), 1L, Long::sum));
    }
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    fields.put("services", deployer == null ? null : all);
    StringBuilder line = new StringBuilder().append(all);
    counts.forEach(
        (state, count) -> {
          fields.put(key(state), deployer == null ? null : count);
          line.append(count == 0 ? "" : ", " + count + " " + state);
        });
    lines.put("services", deployer == null ? "not known yet" : line.toString());
  }

  /** Of those who may see it; null for the others, and where it cannot be told. */
  private void vault() {
    VaultKeys.Status now = vaultNow();
    fields.put("vault", now == null ? null : now.state().name());
    fields.put("vaultWhy", now == null ? null : now.why());
    if (now != null) {
      lines.put("vault", VaultDocument.line(now));
    }
  }

  private VaultKeys.Status vaultNow() {
    VaultKeys keys = access.vaultKeys;
    try {
      return keys == null ? null : keys.status(sight.caller());
    } catch (VaultException | AccessDeniedException | RateLimitedException e) {
      return null;
    }
  }

  /** {@code servicesActive} for ACTIVE. */
  static String key(ServiceState state) {
    String name = state.name();
    return "services" + name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private void directories() {
    Directories directories = sight.whole() ? parts.directories : null;
    String data = directories == null ? null : directories.data().toString();
    String deploy = directories == null ? null : directories.deploy().toString();
    fields.put("dataDirectory", data);
    fields.put("deployDirectory", deploy);
    if (sight.whole()) {
      lines.put("data", data == null ? "unknown" : data);
      lines.put("deploy", deploy == null ? "unknown" : deploy);
    }
  }

  private static Finding missing(String part) {
    return new Finding("parts", "CRITICAL", "the " + part + " is not there, see the log");
  }
}
