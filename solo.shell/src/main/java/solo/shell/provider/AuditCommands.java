package solo.shell.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import solo.core.audit.Audit;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.tenant.Printable;

/** The command over {@code solo.core.audit}, and the events as a file. */
@Component(service = AuditCommands.class, immediate = true)
@GogoCommand(scope = "solo", function = "audit")
public final class AuditCommands extends Commands {
  private static final String VERIFY = "verify";
  private static final String EXPORT = "export";
  private static final String ACCEPT = "accept";

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Audit audit;

  @Activate
  public AuditCommands(@Reference Parts parts) {
    super(parts);
  }

  /**
   * Prints what it exports where no file is named: that may be longer than memory.
   *
   * @return null where it has printed
   */
  @Descriptor("prove that the log is what was written, or write its events for others to read")
  public Document audit(
      CommandSession session,
      @Descriptor("verify: signed heads that are kept elsewhere, with --key")
          @Parameter(names = "--heads", absentValue = "")
          String heads,
      @Descriptor("verify: the public keys that check them, as audit.pub")
          @Parameter(names = "--key", absentValue = "")
          String key,
      @Descriptor("export: json, an array with one event a line, or csv; default json")
          @Parameter(names = "--format", absentValue = "")
          String format,
      @Descriptor("export: only this tenant's") @Parameter(names = "--tenant", absentValue = "")
          String tenant,
      @Descriptor("export: only of this type, such as service_deployed")
          @Parameter(names = "--type", absentValue = "")
          String type,
      @Descriptor("export: after this event id, or from this time on, such as 2026-03-01T10:00:00Z")
          @Parameter(names = "--since", absentValue = "")
          String since,
      @Descriptor("export: up to this event id or this time")
          @Parameter(names = "--until", absentValue = "")
          String until,
      @Descriptor("accept: why, for the event") @Parameter(names = "--reason", absentValue = "")
          String reason,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json,
      @Descriptor(
              "what to do; accept settles that heads are gone, or that what retention kept was not"
                  + " signed; export writes to the file, which must not be there, or to the output")
          @Usage("<verify, accept or export> [<file>]")
          String... what)
      throws CommandException {
    requireSet(session, heads, key, format, tenant, type, since, until, reason);
    requireSet(session, what);
    String action = action(what);
    boolean asJson = SET.equals(json);
    if (!action.equals(EXPORT)) {
      requireNone(
          EXPORT,
          given(
              "--format",
              format,
              "--tenant",
              tenant,
              "--type",
              type,
              "--since",
              since,
              "--until",
              until));
    }
    if (!action.equals(VERIFY)) {
      requireNone(VERIFY, given("--heads", heads, "--key", key));
    }
    if (!action.equals(ACCEPT)) {
      requireNone(ACCEPT, given("--reason", reason));
    }
    return switch (action) {
      case VERIFY -> answer(() -> verify(session, heads, key, asJson));
      case ACCEPT -> answer(() -> accept(session, reason, asJson));
      default ->
          answer(
              () -> {
                ExportRequest request =
                    ExportRequest.of(parts.events(), format, tenant, type, since, until);
                return export(session, request, what.length == 2 ? what[1] : "", asJson);
              });
    };
  }

  private static String action(String... what) throws CommandException {
    boolean alone = what.length == 1 && List.of(VERIFY, ACCEPT, EXPORT).contains(what[0]);
    if (alone || what.length == 2 && EXPORT.equals(what[0])) {
      return what[0];
    }
    throw new CommandException(
        "audit takes verify, accept, or export with at most one file; usage: "
            + Synopsis.of(AuditCommands.class).get(0).usage());
  }

  private Document accept(CommandSession session, String reason, boolean json)
      throws CommandException, InterruptedException {
    parts.require(caller(session), Permission.ADMIN, Authorization.EVERY_TENANT);
    return AuditDocument.of(parts.present(audit, "audit").accept(caller(session), reason), json);
  }

  /** The options that are given, of names and values in turn. */
  private static List<String> given(String... namesAndValues) {
    List<String> given = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (!namesAndValues[i + 1].isEmpty()) {
        given.add(namesAndValues[i]);
      }
    }
    return given;
  }

  private static void requireNone(String other, List<String> given) throws CommandException {
    if (!given.isEmpty()) {
      throw new CommandException(
          "%s: for audit %s only".formatted(String.join(", ", given), other));
    }
  }

  private Document verify(CommandSession session, String heads, String key, boolean json)
      throws CommandException, InterruptedException {
    if (heads.isEmpty() != key.isEmpty()) {
      throw new CommandException(
          "--heads and --key belong together: neither proves without the other");
    }
    parts.require(caller(session), Permission.READ, Authorization.EVERY_TENANT);
    Audit there = parts.present(audit, "audit");
    try (Progress progress = new Progress(session)) {
      Audit.Report report =
          heads.isEmpty()
              ? there.verify(caller(session), progress)
              : there.verify(caller(session), copy(session, heads, key), progress);
      return AuditDocument.of(report, json);
    } catch (CancellationException | InterruptedException e) {
      throw new CommandException("interrupted: the audit has ended and proves nothing");
    }
  }

  private static Audit.Copy copy(CommandSession session, String heads, String key)
      throws CommandException {
    return new Audit.Copy(present(session, "--heads", heads), present(session, "--key", key));
  }

  /** A name that is mistyped proves nothing, and must not look like a log without heads. */
  private static Path present(CommandSession session, String option, String name)
      throws CommandException {
    Path path = file(session, name);
    if (!Files.isRegularFile(path)) {
      throw new CommandException("%s: there is no file %s".formatted(option, path));
    }
    return path;
  }

  private Document export(CommandSession session, ExportRequest request, String file, boolean json)
      throws CommandException, IOException {
    SeenLog log = new SeenLog(parts.events(), parts.access(), caller(session));
    EventExport export = new EventExport(log, request);
    if (file.isEmpty()) {
      if (json) {
        throw new CommandException(
            "--json is for an export to a file: --format says what is printed");
      }
      export.print(Output.out(session));
      return null;
    }
    Path path = file(session, file);
    return AuditDocument.of(ExportFile.write(export, path), path, json);
  }

  /** Files of this machine are the container's user's, who may do more than the client. */
  private static Path file(CommandSession session, String name) throws CommandException {
    if (Boolean.FALSE.equals(session.get(DeployCommands.FILES))) {
      throw new CommandException(
          "another user than the container's cannot name files for it: leave the file out, and"
              + " export prints");
    }
    if (caller(session).kind() != Caller.Kind.OWNER) {
      throw new CommandException(
          "only the owner, without a token, can name files here: leave the file out, and export"
              + " prints");
    }
    try {
      return session.currentDir().resolve(name).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new CommandException("there is no file " + Printable.quote(name));
    }
  }
}
