package solo.shell.control;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import jdk.net.ExtendedSocketOptions;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import solo.core.capability.Caller;
import solo.core.control.ExitStatus;
import solo.core.control.FrameWriter;
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
public final class ControlSocket {
  /** Each has three threads, a shell five. */
  static final int MAX_CONNECTIONS = 64;

  /** A client that says nothing for so long is hung up on: it holds a place. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  /** So long the clients of shells may take to read that the container stops, all together. */
  private static final Duration FAREWELL = Duration.ofMillis(300);

  /** At the end of the container a command gets so long to end by itself. */
  private static final Duration ENDS_WITHIN = Duration.ofMillis(500);

  private static final Duration LOOK = Duration.ofMillis(5);

  private final CommandRunner commands;
  private final Logger log;
  private final Deadlines deadlines;
  private final SocketBinding binding;
  private final UserPrincipal owner;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  /** Listens when it returns. A container that cannot be controlled is not kept running. */
  @Activate
  public ControlSocket(
      @Reference CommandRunner commands,
      @Reference Directories directories,
      @Reference FatalExit fatal,
      @Reference(service = LoggerFactory.class) Logger log) {
    this(commands, directories, fatal, log, SILENCE);
  }

  ControlSocket(
      CommandRunner commands,
      Directories directories,
      FatalExit fatal,
      Logger log,
      Duration silence) {
    this.commands = commands;
    deadlines = new Deadlines(silence);
    this.log = log;
    try {
      binding = SocketBinding.open(directories.data());
      owner = Files.getOwner(binding.socket());
    } catch (IOException e) {
      String reason = "the control socket cannot be opened: " + e;
      fatal.exit(ExitCode.BAD_CONFIGURATION, reason);
      throw new IllegalStateException(reason, e);
    }
    daemon("accept", this::accept);
    log.info("control socket open at {}", binding.socket());
  }

  /**
   * No one is served any more: what runs may end by itself, clients of shells are told, and the
   * rest is interrupted.
   */
  @Deactivate
  void close() {
    closing = true;
    try {
      binding.close();
      awaitEnds();
      dismissAll();
      for (Connection connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      log.warn("the control socket was not closed cleanly", e);
    } finally {
      deadlines.close();
    }
  }

  /** What ends with the container, such as a command that follows its events, can say so. */
  private void awaitEnds() {
    long deadline = System.nanoTime() + ENDS_WITHIN.toNanos();
    while (connections.stream().anyMatch(Connection::isBusy)
        && System.nanoTime() - deadline < 0
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private void dismissAll() {
    connections.forEach(Connection::dismiss);
    long deadline = System.nanoTime() + FAREWELL.toNanos();
    try {
      for (Connection connection : connections) {
        connection.awaitSent(Duration.ofNanos(deadline - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!closing) {
      try {
        SocketChannel channel = binding.channel().accept();
        daemon("connection", () -> serve(channel));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        log.error("a control connection was not accepted", e);
      }
    }
  }

  private void serve(SocketChannel channel) {
    try {
      UserPrincipal peer = peer(channel);
      if (!peer.equals(owner)) {
        log.warn("user {} was refused at the control socket of {}", peer, owner);
        String why = "this container belongs to %s, you are %s";
        refuse(channel, why.formatted(owner.getName(), peer.getName()));
        return;
      }
      serve(channel, Caller.owner(peer.getName()));
    } catch (IOException e) {
      log.warn("a control connection broke: {}", e.toString());
    }
  }

  private void serve(SocketChannel channel, Caller caller) throws IOException {
    if (connections.size() >= MAX_CONNECTIONS) {
      String why =
          "%d commands and shells are served at the control socket: wait until one has ended";
      refuse(channel, why.formatted(MAX_CONNECTIONS));
      return;
    }
    Connection connection = new Connection(channel, commands, caller, deadlines);
    connections.add(connection);
    try {
      if (closing) {
        connection.close();
      }
      connection.serve(product());
    } finally {
      connections.remove(connection);
    }
  }

  private void refuse(SocketChannel channel, String why) {
    new Refusal(why, ExitStatus.FAILED).tell(channel, new FrameWriter(channel), deadlines);
  }

  private static UserPrincipal peer(SocketChannel channel) throws IOException {
    return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
  }

  private static String product() {
    var bundle = FrameworkUtil.getBundle(ControlSocket.class);
    return bundle == null ? "unknown" : bundle.getVersion().toString();
  }

  private static void daemon(String what, Runnable task) {
    Thread thread = new Thread(task, "solo control " + what);
    thread.setDaemon(true);
    thread.start();
  }
}
