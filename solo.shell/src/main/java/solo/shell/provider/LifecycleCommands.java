package solo.shell.provider;

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
import solo.core.verify.Verifier;

/** Commands over {@code solo.core.lifecycle}. */
@Component(service = LifecycleCommands.class, immediate = true)
@GogoCommand(
    scope = "solo",
    function = {"status", "version", "shutdown"})
public final class LifecycleCommands extends Commands {
  private final AccessParts access;
  private final Health health;
  private final Versions versions;

  @Activate
  public LifecycleCommands(
      @Reference AccessParts access, @Reference Health health, @Reference Versions versions) {
    super(access.others());
    this.access = access;
    this.health = health;
    this.versions = versions;
  }

  /** Answers in every state of the container. */
  @Descriptor("tell whether the container is ready, and how it is")
  public Document status(
      CommandSession session,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json)
      throws CommandException {
    return answer(
        () -> {
          Sight sight = parts.reading(caller(session));
          return new StatusDocument(access, versions, findings(sight), sight)
              .render(SET.equals(json));
        });
  }

  /** Who does not see the whole container sees what the newest verify found of its own. */
  private List<Finding> findings(Sight sight) throws InterruptedException {
    Verifier verifier = parts.verifier;
    if (sight.whole() || verifier == null) {
      return sight.whole() ? health.findings() : List.of();
    }
    return verifier.last().map(sight::of).stream()
        .flatMap(report -> report.findings().stream())
        .map(f -> new Finding(f.kind().name(), f.severity().name(), f.detail()))
        .toList();
  }

  @Descriptor("tell the versions of Solo, the framework and Java")
  public Document version(
      CommandSession session,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json)
      throws CommandException {
    return answer(
        () -> {
          parts.reading(caller(session));
          Map<String, Object> fields = new LinkedHashMap<>();
          fields.put("solo", versions.solo());
          fields.put("framework", versions.framework());
          fields.put("java", versions.java());
          Map<String, String> lines = new LinkedHashMap<>();
          fields.forEach((name, version) -> lines.put(name, version.toString()));
          return new Document(fields, lines, List.of(), SET.equals(json));
        });
  }

  /** Returns when the stop has begun. */
  @Descriptor("stop the container in order")
  public Document shutdown(
      CommandSession session,
      @Descriptor("why, for the event") @Parameter(names = "--reason", absentValue = "")
          String reason,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json)
      throws CommandException {
    requireSet(session, reason);
    return answer(
        () -> {
          parts.shutdown().shutdown(caller(session), reason);
          return new Document(
              Map.of("state", StatusDocument.STOPPING),
              Map.of("state", StatusDocument.STOPPING),
              List.of(),
              SET.equals(json));
        });
  }
}
