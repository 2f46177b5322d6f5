package solo.shell.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.UserPrincipal;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import solo.core.lifecycle.Directories;
import solo.core.lifecycle.ExitCode;
import solo.core.lifecycle.FatalExit;

/**
 * Listens on the owner's socket. Only processes of the user that owns it are served: the file's
 * mode keeps others out, and the kernel says who is there.
 */
@Component(
    service = {},
    immediate = true)
public final class ControlSocket implements Listener.Door {
  /** Each has three threads, a shell five. */
  static final int MAX_CONNECTIONS = 64;

  private final Logger log;
  private final Deadlines deadlines;
  private final SocketBinding binding;
  private final UserPrincipal owner;
  private final Listener listener;

  /** Listens when it returns. A container that cannot be controlled is not kept running. */
  @Activate
  public ControlSocket(
      @Reference CommandRunner commands,
      @Reference Directories directories,
      @Reference FatalExit fatal,
      @Reference(service = LoggerFactory.class) Logger log) {
    this(commands, directories, fatal, log, Patience.USUAL);
  }

  ControlSocket(
      CommandRunner commands,
      Directories directories,
      FatalExit fatal,
      Logger log,
      Patience patience) {
    deadlines = new Deadlines(patience);
    this.log = log;
    try {
      binding = SocketBinding.open(directories.data());
      owner = Files.getOwner(binding.socket());
    } catch (IOException e) {
      String reason = "the control socket cannot be opened: " + e;
      fatal.exit(ExitCode.BAD_CONFIGURATION, reason);
      throw new IllegalStateException(reason, e);
    }
    listener = new Listener(binding.channel(), this, commands, deadlines, log);
    listener.open();
    log.info("control socket open at {}", binding.socket());
  }

  /**
   * No one is served any more: what runs may end by itself, clients of shells are told, and the
   * rest is interrupted.
   */
  @Deactivate
  void close() {
    try {
      binding.close();
      listener.close();
    } catch (IOException e) {
      log.warn("the control socket was not closed cleanly", e);
    } finally {
      deadlines.close();
    }
  }

  @Override
  public String name() {
    return "control socket";
  }

  @Override
  public int places() {
    return MAX_CONNECTIONS;
  }

  @Override
  public Visitor admit(UserPrincipal peer) throws Listener.Refused {
    if (peer.equals(owner)) {
      return Visitor.owner(peer.getName());
    }
    log.warn("user {} was refused at the control socket of {}", peer, owner);
    String why = "this container belongs to %s, you are %s";
    throw new Listener.Refused(why.formatted(owner.getName(), peer.getName()));
  }
}
