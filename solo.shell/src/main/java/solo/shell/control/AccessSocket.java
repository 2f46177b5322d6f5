package solo.shell.control;

import java.io.IOException;
import java.nio.file.attribute.UserPrincipal;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;
import solo.core.lifecycle.ExitCode;
import solo.core.lifecycle.FatalExit;

/**
 * Listens where other users of the machine may connect, if that is configured. Whoever comes is
 * nobody until a token is shown.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = AccessSocket.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AccessConfig.class)
public final class AccessSocket implements Listener.Door {
  static final String PID = "solo.shell.access";

  /** Fewer than the owner's: these may be anybody. */
  static final int MAX_CONNECTIONS = 32;

  private final Logger log;
  private final Deadlines deadlines;
  private final AccessBinding binding;
  private final UserPrincipal owner;
  private final Listener listener;

  /** Listens when it returns, where a socket is configured. */
  @Activate
  public AccessSocket(
      AccessConfig config,
      @Reference CommandRunner commands,
      @Reference FatalExit fatal,
      @Reference(service = LoggerFactory.class) Logger log) {
    this(new Place(text(config.socket()), text(config.group())), commands, fatal, log);
  }

  AccessSocket(Place place, CommandRunner commands, FatalExit fatal, Logger log) {
    this.log = log;
    if (place.socket().isEmpty()) {
      deadlines = null;
      binding = null;
      owner = null;
      listener = null;
      return;
    }
    deadlines = new Deadlines(Patience.USUAL);
    try {
      binding = AccessBinding.open(place.socket(), place.group());
      owner = binding.owner();
    } catch (IOException e) {
      String reason = "etc/%s.cfg: the access socket cannot be opened: %s";
      fatal.exit(ExitCode.BAD_CONFIGURATION, reason.formatted(PID, e.getMessage()));
      throw new IllegalStateException(e);
    }
    listener = new Listener(binding.channel(), this, commands, deadlines, log);
    listener.open();
    log.info("access socket open at {}", binding.socket());
  }

  /** An empty default may come as none at all. */
  private static String text(String value) {
    return value == null ? "" : value.strip();
  }

  /**
   * Where it is to be.
   *
   * @param socket empty for nowhere
   * @param group empty for that of the process
   */
  record Place(String socket, String group) {}

  @Deactivate
  void close() {
    if (listener == null) {
      return;
    }
    try {
      binding.close();
      listener.close();
    } catch (IOException e) {
      log.warn("the access socket was not closed cleanly", e);
    } finally {
      deadlines.close();
    }
  }

  @Override
  public String name() {
    return "access socket";
  }

  @Override
  public int places() {
    return MAX_CONNECTIONS;
  }

  @Override
  public Visitor admit(UserPrincipal peer) {
    return Visitor.stranger(peer.getName(), peer.equals(owner));
  }
}
