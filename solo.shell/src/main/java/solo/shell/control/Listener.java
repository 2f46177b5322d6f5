package solo.shell.control;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import jdk.net.ExtendedSocketOptions;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.log.Logger;
import solo.core.control.ExitStatus;
import solo.core.control.FrameWriter;

/** Accepts and serves the connections of a socket, each on a thread of its own. */
final class Listener {
  private static final Duration LOOK = Duration.ofMillis(5);

  /** So many that are refused are told why at once; others are just hung up on. */
  static final int MOST_REFUSALS = 16;

  private final ServerSocketChannel channel;
  private final Door door;
  private final CommandRunner commands;
  private final Deadlines deadlines;
  private final Logger log;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Semaphore refusals = new Semaphore(MOST_REFUSALS);
  private volatile boolean closing;

  Listener(
      ServerSocketChannel channel,
      Door door,
      CommandRunner commands,
      Deadlines deadlines,
      Logger log) {
    this.channel = channel;
    this.door = door;
    this.commands = commands;
    this.deadlines = deadlines;
    this.log = log;
  }

  /** What is different from socket to socket. */
  interface Door {
    /** For people. */
    String name();

    /** So many connections are served at once. */
    int places();

    /** Who it is. */
    Visitor admit(UserPrincipal peer) throws Refused;
  }

  /** A client is not served. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why);
    }
  }

  /** Accepts from now on. */
  void open() {
    Connection.daemon("accept", this::accept);
  }

  /** The socket is closed already: what runs may end by itself, the rest is told and ends. */
  void close() throws IOException {
    closing = true;
    awaitEnds();
    dismissAll();
    for (Connection connection : connections) {
      connection.close();
    }
  }

  /** What ends with the container, such as a command that follows its events, can say so. */
  private void awaitEnds() {
    long deadline = System.nanoTime() + deadlines.patience().end().toNanos();
    while (connections.stream().anyMatch(Connection::isBusy)
        && System.nanoTime() - deadline < 0
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private void dismissAll() {
    connections.forEach(Connection::dismiss);
    long deadline = System.nanoTime() + deadlines.patience().farewell().toNanos();
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
        SocketChannel accepted = channel.accept();
        Connection.daemon("connection", () -> serve(accepted));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        log.error("a connection to the {} was not accepted", door.name(), e);
      }
    }
  }

  private void serve(SocketChannel accepted) {
    try {
      UserPrincipal peer = accepted.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
      admit(accepted, peer);
    } catch (IOException e) {
      log.warn("a connection to the {} broke: {}", door.name(), e.toString());
    }
  }

  private void admit(SocketChannel accepted, UserPrincipal peer) throws IOException {
    try {
      serve(place(accepted, door.admit(peer)));
    } catch (Refused e) {
      refuse(accepted, e.getMessage());
    }
  }

  /** Counted as it is taken, so that no more are ever served than there are places. */
  private synchronized Connection place(SocketChannel accepted, Visitor visitor) throws Refused {
    if (connections.size() >= door.places()) {
      String why = "%d commands and shells are served at the %s: wait until one has ended";
      throw new Refused(why.formatted(door.places(), door.name()));
    }
    Connection connection = new Connection(accepted, commands, visitor, deadlines);
    connections.add(connection);
    return connection;
  }

  private void serve(Connection connection) {
    try (connection) {
      if (!closing) {
        connection.serve(product());
      }
    } catch (IOException e) {
      log.warn("a connection to the {} broke: {}", door.name(), e.toString());
    } finally {
      connections.remove(connection);
    }
  }

  /** Who does not hang up holds a thread and a file: of those there are so many and no more. */
  private void refuse(SocketChannel accepted, String why) throws IOException {
    if (refusals.tryAcquire()) {
      try {
        new Refusal(why, ExitStatus.FAILED).tell(accepted, new FrameWriter(accepted), deadlines);
      } finally {
        refusals.release();
      }
    } else {
      accepted.close();
    }
  }

  private static String product() {
    var bundle = FrameworkUtil.getBundle(Listener.class);
    return bundle == null ? "unknown" : bundle.getVersion().toString();
  }
}
