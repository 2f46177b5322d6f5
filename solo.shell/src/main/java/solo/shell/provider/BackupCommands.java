package solo.shell.provider;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import solo.core.backup.Backups;
import solo.core.capability.Authorization;
import solo.core.capability.Permission;
import solo.core.control.ExitStatus;
import solo.core.tenant.Printable;

/** The command over {@code solo.core.backup}. */
@Component(service = BackupCommands.class, immediate = true)
@GogoCommand(scope = "solo", function = "backup")
public final class BackupCommands extends Commands {

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Backups backups;

  @Activate
  public BackupCommands(@Reference Parts parts) {
    super(parts);
  }

  /** Everything goes on meanwhile. */
  @Descriptor("write a backup of this container: log, artifacts and wrapped keys, as of now")
  public Document backup(
      CommandSession session,
      @Descriptor("why, for the event") @Parameter(names = "--reason", absentValue = "")
          String reason,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json,
      @Descriptor("a new file; a relative path starts at the current directory") Object file)
      throws CommandException {
    String given = file == null ? null : file.toString();
    requireSet(session, reason, given);
    return answer(
        () -> {
          parts.require(caller(session), Permission.ADMIN, Authorization.EVERY_TENANT);
          requireFiles(session);
          Path path = path(session.currentDir(), given);
          try (Progress progress = new Progress(session)) {
            return document(
                parts
                    .present(backups, "backup service")
                    .write(path, caller(session), reason, progress),
                SET.equals(json));
          } catch (CancellationException | InterruptedException e) {
            throw new CommandException("interrupted: no backup was written, there is no " + path);
          }
        });
  }

  /** The file is written as the container's user, where the client itself may not. */
  private static void requireFiles(CommandSession session) throws CommandException {
    if (Boolean.FALSE.equals(session.get(DeployCommands.FILES))) {
      throw new CommandException(
          "another user than the container's cannot name files for it: let that user run the"
              + " backup");
    }
  }

  private static Path path(Path currentDir, String given) throws CommandException {
    try {
      String named =
          given.startsWith("~/") ? System.getProperty("user.home") + given.substring(1) : given;
      return currentDir.resolve(named).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new CommandException("no file can be called " + Printable.quote(given));
    }
  }

  private static Document document(Backups.Backup backup, boolean json) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", backup.file().toString());
    fields.put("sha256", backup.sha256());
    fields.put("bytes", backup.bytes());
    fields.put("atId", backup.atId());
    fields.put("link", backup.link());
    fields.put("artifacts", backup.artifacts());
    fields.put("eventId", backup.eventId());
    fields.put("leftovers", backup.leftovers().stream().map(Path::toString).toList());
    List<Document.Line> lines =
        new ArrayList<>(
            List.of(
                new Document.Line("backup", backup.file().toString()),
                new Document.Line("sha256", backup.sha256()),
                new Document.Line("up to", "event " + backup.atId()),
                new Document.Line(
                    "size",
                    "%.1f MB, %d %s"
                        .formatted(
                            backup.bytes() / 1e6,
                            backup.artifacts(),
                            backup.artifacts() == 1 ? "artifact" : "artifacts")),
                new Document.Line("told by", "event " + backup.eventId())));
    for (Path leftover : backup.leftovers()) {
      lines.add(
          new Document.Line(
              "leftover", leftover + ", of a backup that was cut short: remove it if none runs"));
    }
    return new Document(fields, lines, List.of(), json, ExitStatus.DONE);
  }
}
