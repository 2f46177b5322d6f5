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
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import solo.core.retention.ArtifactCollection;
import solo.core.retention.ArtifactCollection.Collected;
import solo.core.retention.ArtifactCollection.Status;

/** The command over the artifacts of {@code solo.core.retention}. */
@Component(service = ArtifactCommands.class, immediate = true)
@GogoCommand(scope = "solo", function = "artifacts")
public final class ArtifactCommands extends Commands {

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile ArtifactCollection collection;

  @Activate
  public ArtifactCommands(@Reference Parts parts) {
    super(parts);
  }

  /** Shows, and removes nothing without {@code --collect}. */
  @Descriptor("count the bundles that are kept, and those that nothing names any more")
  public Document artifacts(
      CommandSession session,
      @Descriptor("remove what nothing names")
          @Parameter(names = "--collect", presentValue = SET, absentValue = UNSET)
          String collect,
      @Descriptor("with --collect: why, for the event")
          @Parameter(names = "--reason", absentValue = "")
          String reason,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json)
      throws CommandException {
    requireSet(session, collect, reason);
    requireReasonFor("--collect", collect, reason);
    return answer(
        () -> {
          ArtifactCollection there = parts.present(collection, "collection of artifacts");
          Collected removed =
              SET.equals(collect) ? there.collect(caller(session), reason) : new Collected(0, 0);
          return document(there.status(caller(session)), removed, SET.equals(json));
        });
  }

  private static Document document(Status status, Collected removed, boolean json) {
    Collected all = new Collected(status.artifacts(), status.bytes());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("artifacts", all.artifacts());
    fields.put("bytes", all.bytes());
    fields.put("unnamed", status.unnamed().artifacts());
    fields.put("unnamedBytes", status.unnamed().bytes());
    fields.put("removed", removed.artifacts());
    fields.put("removedBytes", removed.bytes());
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("kept", told(all));
    lines.put("unnamed", told(status.unnamed()));
    if (removed.artifacts() > 0) {
      lines.put("removed", told(removed));
    }
    return new Document(fields, lines, List.of(), json);
  }

  private static String told(Collected counted) {
    return "%s in %d bytes".formatted(Text.count(counted.artifacts(), "artifact"), counted.bytes());
  }
}
