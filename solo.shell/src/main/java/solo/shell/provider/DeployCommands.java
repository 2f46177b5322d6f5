package solo.shell.provider;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.promise.Promise;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.deploy.DeployRequest;
import solo.core.deploy.Deployer;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.tenant.Printable;
import solo.core.tenant.ServiceKey;

/** Commands over {@code solo.core.deploy}. */
@Component(service = DeployCommands.class, immediate = true)
@GogoCommand(
    scope = "solo",
    function = {"deploy", "kill", "services"})
public final class DeployCommands extends Commands {
  private static final String JAR = ".jar";

  /** The session variable that is false where the client is another user than the container. */
  static final String FILES = "solo.files";

  @Activate
  public DeployCommands(@Reference Parts parts) {
    super(parts);
  }

  /** Waits until the service is active and its event durable. */
  @Descriptor("deploy a bundle as a service, or update the service of that name")
  public Listing deploy(
      CommandSession session,
      @Descriptor("tenant that owns the service; without it: default")
          @Parameter(names = "--tenant", absentValue = ServiceKey.DEFAULT_TENANT)
          String tenant,
      @Descriptor("name of the service; without it: the file's name without .jar")
          @Parameter(names = "--name", absentValue = "")
          String name,
      @Descriptor("why, for the event") @Parameter(names = "--reason", absentValue = "")
          String reason,
      @Descriptor("try again a bundle whose start took the container down")
          @Parameter(names = "--retry", presentValue = SET, absentValue = UNSET)
          String retry,
      @Descriptor("milliseconds the start may take; without it: as configured")
          @Parameter(names = "--start-timeout", absentValue = "0")
          String startTimeoutMs,
      @Descriptor("milliseconds a stop may take; without it: as configured")
          @Parameter(names = "--stop-timeout", absentValue = "0")
          String stopTimeoutMs,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json,
      @Descriptor("the bundle; a relative path starts at the current directory; - for the input")
          Object file)
      throws CommandException {
    requireSet(session, tenant, name, reason, startTimeoutMs, stopTimeoutMs, one(file));
    return answer(
        () -> {
          String given = one(file);
          boolean piped = given.equals(PipedBundle.NAME);
          requireFiles(session, piped);
          if (piped && name.isEmpty()) {
            throw new CommandException("a bundle from the input needs a --name");
          }
          if (piped) {
            // Nobody fills the disk who may not deploy.
            Resource about = Resource.service(name);
            parts.require(caller(session), Permission.DEPLOY, tenant, about);
          }
          ServiceStatus status;
          try (PipedBundle bundle = piped ? PipedBundle.read(session) : null) {
            Path path = piped ? bundle.file() : file(session.currentDir(), given);
            DeployRequest request =
                new DeployRequest(
                    new ServiceKey(tenant, name.isEmpty() ? nameOf(path) : name),
                    path,
                    "shell:" + (piped ? given : path),
                    reason,
                    SET.equals(retry),
                    number("--start-timeout", startTimeoutMs, 0, Integer.MAX_VALUE),
                    number("--stop-timeout", stopTimeoutMs, 0, Integer.MAX_VALUE));
            Promise<ServiceStatus> deployed = parts.deployer().deploy(request, caller(session));
            status = await(deployed, "the deploy of " + request.key());
          }
          return ServiceRows.of(List.of(status), SET.equals(json));
        });
  }

  /** Kills all side by side; what failed is told after all have ended. */
  @Descriptor("kill services: each stops, and stays killed over restarts until deployed again")
  public Listing kill(
      CommandSession session,
      @Descriptor("why, for the event") @Parameter(names = "--reason", absentValue = "")
          String reason,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json,
      @Descriptor("tenant/service, or service of the tenant default") String... service)
      throws CommandException {
    requireSet(session, reason);
    requireSet(session, service);
    if (service.length == 0) {
      throw refusal("kill", List.of());
    }
    return answer(
        () -> {
          List<ServiceKey> keys = Arrays.stream(service).map(ServiceKey::parse).toList();
          Deployer deployer = parts.deployer();
          Map<ServiceKey, Promise<ServiceStatus>> kills = new LinkedHashMap<>();
          for (ServiceKey key : keys) {
            kills.computeIfAbsent(key, k -> deployer.kill(k, reason, caller(session)));
          }
          return ServiceRows.of(killed(kills), SET.equals(json));
        });
  }

  @Descriptor("list services, killed ones too")
  public Listing services(
      CommandSession session,
      @Descriptor("only this tenant's") @Parameter(names = "--tenant", absentValue = "")
          String tenant,
      @Descriptor("only those in this state, such as ACTIVE or FAILED")
          @Parameter(names = "--state", absentValue = "")
          String state,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json)
      throws CommandException {
    requireSet(session, tenant, state);
    return answer(
        () -> {
          Sight sight = parts.sight(caller(session));
          String scope = tenant.isEmpty() ? sight.tenant() : tenant;
          parts.require(caller(session), Permission.READ, scope, sight.reach());
          ServiceState wanted = state.isEmpty() ? null : state(state);
          List<ServiceStatus> services =
              parts.deployer().services(caller(session)).stream()
                  .filter(status -> tenant.isEmpty() || status.key().tenant().equals(tenant))
                  .filter(status -> wanted == null || status.state() == wanted)
                  .toList();
          return ServiceRows.of(services, SET.equals(json));
        });
  }

  /** Files of this machine are read as the container's user, who may read more than the client. */
  private static void requireFiles(CommandSession session, boolean piped) throws CommandException {
    if (!piped && Boolean.FALSE.equals(session.get(FILES))) {
      throw new CommandException(
          "another user than the container's cannot name files for it: deploy --name orders - <"
              + " orders.jar");
    }
  }

  /** A pattern such as {@code *.jar} comes as the list of the names that match it. */
  private static String one(Object file) throws CommandException {
    if (file instanceof Collection<?> files) {
      List<String> names = files.stream().map(name -> Printable.quote(name.toString())).toList();
      throw new CommandException(
          "deploy takes one file, and the pattern matches %d: %s"
              .formatted(names.size(), String.join(", ", names)));
    }
    return file == null ? null : file.toString();
  }

  /** Gogo leaves a {@code ~/} as it is; here it is the home of the user. */
  private static Path file(Path currentDir, String file) throws CommandException {
    try {
      String named =
          file.startsWith("~/") ? System.getProperty("user.home") + file.substring(1) : file;
      Path path = currentDir.resolve(named).toAbsolutePath().normalize();
      if (Files.isRegularFile(path)) {
        return path;
      }
      if (Files.isDirectory(path)) {
        throw new CommandException(
            "%s is a directory, not a bundle".formatted(Printable.quote(path.toString())));
      }
      throw new CommandException("there is no file " + Printable.quote(path.toString()));
    } catch (InvalidPathException e) {
      throw new CommandException("there is no file " + Printable.quote(file));
    }
  }

  private static String nameOf(Path path) throws CommandException {
    String file = path.getFileName().toString();
    String name = file.endsWith(JAR) ? file.substring(0, file.length() - JAR.length()) : file;
    if (ServiceKey.isId(name)) {
      return name;
    }
    throw new CommandException(
        "the file's name %s is no service's name: give one with --name"
            .formatted(Printable.quote(file)));
  }

  private static ServiceState state(String text) throws CommandException {
    for (ServiceState state : ServiceState.values()) {
      if (state.name().equalsIgnoreCase(text)) {
        return state;
      }
    }
    String states =
        Arrays.stream(ServiceState.values()).map(Enum::name).collect(Collectors.joining(", "));
    throw new CommandException(
        "there is no state %s: expected one of %s".formatted(Printable.quote(text), states));
  }

  /** Waits for every kill before it tells of one that failed. */
  private static List<ServiceStatus> killed(Map<ServiceKey, Promise<ServiceStatus>> kills)
      throws CommandException {
    List<ServiceStatus> killed = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (Map.Entry<ServiceKey, Promise<ServiceStatus>> kill : kills.entrySet()) {
      try {
        killed.add(await(kill.getValue(), "the kill of " + kill.getKey()));
      } catch (CommandException e) {
        failures.add(kill.getKey() + ": " + e.getMessage());
      }
    }
    if (failures.isEmpty()) {
      return killed;
    }
    String done = killed.stream().map(s -> s.key().toString()).collect(Collectors.joining(", "));
    throw new CommandException(
        String.join("; ", failures) + (done.isEmpty() ? "" : "; killed: " + done));
  }
}
