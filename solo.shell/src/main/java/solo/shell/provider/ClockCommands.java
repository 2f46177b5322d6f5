package solo.shell.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.capability.Authorization;
import solo.core.capability.Permission;
import solo.core.clock.ContainerClock;
import solo.core.clock.ContainerClock.Leap;
import solo.core.control.ExitStatus;

/** The command over {@code solo.core.clock}. */
@Component(service = ClockCommands.class, immediate = true)
@GogoCommand(scope = "solo", function = "clock")
public final class ClockCommands extends Commands {
  private final AccessParts access;

  @Activate
  public ClockCommands(@Reference AccessParts access) {
    super(access.others());
    this.access = access;
  }

  /** Shows, and changes nothing without {@code --accept}. */
  @Descriptor("tell the time by which tokens expire, and a leap that is not followed")
  public Document clock(
      CommandSession session,
      @Descriptor("follow the leap of the machine's clock")
          @Parameter(names = "--accept", presentValue = SET, absentValue = UNSET)
          String accept,
      @Descriptor("with --accept: why, for the event")
          @Parameter(names = "--reason", absentValue = "")
          String reason,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json)
      throws CommandException {
    requireSet(session, accept, reason);
    requireReasonFor("--accept", accept, reason);
    return answer(
        () -> {
          ContainerClock clock = access.clock();
          Optional<Leap> accepted = Optional.empty();
          if (SET.equals(accept)) {
            accepted = clock.accept(reason, caller(session));
          } else {
            parts.require(caller(session), Permission.READ, Authorization.EVERY_TENANT);
          }
          return document(clock.now(), clock.leap(), accepted, SET.equals(json));
        });
  }

  private static Document document(
      Instant now, Optional<Leap> leap, Optional<Leap> accepted, boolean json) {
    Instant container = leap.map(Leap::container).orElse(now);
    Instant machine = leap.map(Leap::machine).orElseGet(Instant::now);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("container", Text.time(container));
    fields.put("machine", Text.time(machine));
    fields.put("leap", leap.isPresent());
    fields.put("aheadMs", leap.map(l -> l.ahead().toMillis()).orElse(0L));
    fields.put("atStart", leap.map(Leap::atStart).orElse(false));
    fields.put("acceptedMs", accepted.map(l -> l.ahead().toMillis()).orElse(0L));
    List<Document.Line> lines = new java.util.ArrayList<>();
    lines.add(new Document.Line("container", Text.time(container)));
    lines.add(new Document.Line("machine", Text.time(machine)));
    lines.add(new Document.Line("leap", leap.map(ClockCommands::told).orElse("none")));
    leap.ifPresent(l -> lines.add(new Document.Line("fix", "solo:clock --accept follows it")));
    accepted.ifPresent(l -> lines.add(new Document.Line("accepted", far(l))));
    int status = leap.isPresent() ? ExitStatus.WARNING : ExitStatus.DONE;
    return new Document(fields, lines, List.of(), json, status);
  }

  private static String told(Leap leap) {
    return far(leap)
        + (leap.atStart() ? ", found at start" : ", found while running")
        + "; it is not followed";
  }

  private static String far(Leap leap) {
    Duration ahead = leap.ahead();
    return "the machine's clock is %s %s"
        .formatted(Text.duration(ahead.abs().toMillis()), ahead.isNegative() ? "behind" : "ahead");
  }
}
