package solo.shell.provider;

import java.util.concurrent.CancellationException;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.capability.Authorization;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.tenant.ServiceKey;
import solo.core.verify.Depth;
import solo.core.verify.VerificationReport;
import solo.core.verify.Verifier;

/** Commands over {@code solo.core.verify}. */
@Component(service = VerifyCommands.class, immediate = true)
@GogoCommand(
    scope = "solo",
    function = {"verify", "why"})
public final class VerifyCommands extends Commands {

  @Activate
  public VerifyCommands(@Reference Parts parts) {
    super(parts);
  }

  /** A dry run unless it is told to fix. */
  @Descriptor("prove that what runs is what was logged; changes nothing without --fix")
  public Document verify(
      CommandSession session,
      @Descriptor("mend what Solo may mend, each as an event")
          @Parameter(names = "--fix", presentValue = SET, absentValue = UNSET)
          String fix,
      @Descriptor("with --fix: put services back that run from other bytes than logged")
          @Parameter(names = "--drift", presentValue = SET, absentValue = UNSET)
          String drift,
      @Descriptor("read the whole log, every checkpoint, artifact and store")
          @Parameter(names = "--deep", presentValue = SET, absentValue = UNSET)
          String deep,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json)
      throws CommandException {
    requireSet(session, fix, drift, deep);
    if (SET.equals(drift) && !SET.equals(fix)) {
      throw new CommandException("--drift is for --fix: without it nothing is put back");
    }
    Depth depth = SET.equals(deep) ? Depth.DEEP : Depth.BOOT;
    return answer(
        () -> {
          parts.require(caller(session), Permission.READ, Authorization.EVERY_TENANT);
          VerificationReport report =
              SET.equals(fix)
                  ? fix(session, depth, SET.equals(drift))
                  : look(session, depth, parts.verifier());
          return VerificationDocument.of(report, SET.equals(json));
        });
  }

  private VerificationReport look(CommandSession session, Depth depth, Verifier verifier)
      throws CommandException {
    try (Progress progress = new Progress(session)) {
      return verifier.verify(depth, progress);
    } catch (CancellationException e) {
      throw new CommandException("interrupted: the verify has ended and changed nothing");
    }
  }

  private VerificationReport fix(CommandSession session, Depth depth, boolean drift)
      throws CommandException {
    Verifier verifier = parts.verifier();
    try (Progress progress = new Progress(session)) {
      return verifier.fix(depth, drift, caller(session), progress);
    } catch (CancellationException e) {
      throw new CommandException(
          "interrupted: the verify has ended; what was mended before stays so, see solo:events");
    }
  }

  /** Answers for every service, also for one that nobody knows. */
  @Descriptor("say why a service does not run, and what would help")
  public Document why(
      CommandSession session,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json,
      @Descriptor("tenant/service, or service of the tenant default") String service)
      throws CommandException {
    requireSet(session, service);
    return answer(
        () -> {
          ServiceKey key = ServiceKey.parse(service);
          Resource asked = Resource.service(key.service());
          parts.require(caller(session), Permission.READ, key.tenant(), asked);
          Sight sight = parts.sight(caller(session));
          return ExplanationDocument.of(sight.of(parts.explainer().why(key)), SET.equals(json));
        });
  }
}
