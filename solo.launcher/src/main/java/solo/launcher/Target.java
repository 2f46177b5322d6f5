package solo.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import solo.core.control.Credential;
import solo.core.tenant.Printable;

/**
 * Which container is meant, and whose rights count there.
 *
 * @param data the data directory, whose own socket is meant where no other is named
 * @param socket an access socket
 * @param token without one the owner's rights count
 */
record Target(Path data, Optional<Path> socket, Optional<Credential> token) {
  /** The variable that holds a token; no child process gets it. */
  static final String TOKEN = "SOLO_TOKEN";

  private static final String SOCKET = "SOLO_SOCKET";

  /** The container on a data directory, for its owner. */
  static Target owner(Path data) {
    return new Target(data, Optional.empty(), Optional.empty());
  }

  /**
   * As options and environment say; an option counts more.
   *
   * @throws LaunchException where a token or path cannot be used; it does not tell the token
   */
  static Target of(Arguments arguments, Map<String, String> environment, Path data, Path current)
      throws LaunchException {
    String file = arguments.values().get(Arguments.Value.TOKEN_FILE);
    String given = environment.getOrDefault(TOKEN, "");
    Optional<Credential> token =
        file != null
            ? Optional.of(TokenFile.read(path("--token-file", file, current)))
            : given.isBlank() ? Optional.empty() : Optional.of(credential(given.strip()));
    String socket = arguments.values().get(Arguments.Value.SOCKET);
    String named = socket != null ? socket : environment.getOrDefault(SOCKET, "");
    return new Target(
        data,
        named.isEmpty() ? Optional.empty() : Optional.of(path("--socket", named, current)),
        token);
  }

  private static Credential credential(String given) throws LaunchException {
    if (given.getBytes(StandardCharsets.UTF_8).length > Credential.MAX_BYTES) {
      throw LaunchException.usage(
          "%s holds no token: one has %d bytes at most".formatted(TOKEN, Credential.MAX_BYTES));
    }
    return new Credential(given);
  }

  private static Path path(String option, String name, Path current) throws LaunchException {
    try {
      if (!name.isEmpty()) {
        return current.resolve(name);
      }
    } catch (InvalidPathException e) {
      // told below
    }
    throw LaunchException.usage(option + " needs a path, not " + Printable.quote(name));
  }

  /** Whether it is reached as its owner, who may also signal its process. */
  boolean owned() {
    return socket.isEmpty() && token.isEmpty();
  }

  /** What people call it by. */
  Path name() {
    return socket.orElse(data);
  }

  /**
   * Connects, greets and shows the token.
   *
   * @throws IOException when nobody listens there, nobody answers, or it knows no tokens
   */
  ControlClient connect() throws IOException {
    ControlClient client =
        socket.isPresent()
            ? ControlClient.at(socket.get(), Main.version(), ControlClient.ANSWER)
            : ControlClient.connect(data, Main.version());
    try {
      if (token.isPresent()) {
        client.show(token.get());
      }
      return client;
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }
}
