package solo.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import solo.core.tenant.Printable;

/**
 * The directories of a container, absolute, links followed as far as they exist. Nothing is created
 * or changed here.
 *
 * @param home the distribution: {@code lib}, {@code bundles}, {@code etc}
 */
record Places(Path home, Path data, Path deploy, Path config, Path state) {

  /**
   * An option counts more than the environment, which counts more than the default.
   *
   * @param home the distribution
   * @param current what relative names are relative to
   */
  static Places of(Arguments arguments, Map<String, String> environment, Path home, Path current)
      throws LaunchException {
    Choice choice = new Choice(arguments, environment, current);
    Path data = choice.of(Arguments.Directory.DATA, current.resolve("data"));
    Path config = choice.of(Arguments.Directory.CONFIG, home.resolve("etc"));
    Path deploy = choice.of(Arguments.Directory.DEPLOY, current.resolve("deploy"));
    Path state =
        choice.of(
            Arguments.Directory.STATE,
            choice.named(Arguments.Directory.STATE).isEmpty()
                ? stateHome(environment).resolve("solo").resolve(hash(data))
                : current);
    if (state.startsWith(data)) {
      throw LaunchException.configuration(
          "the state directory %s lies inside the data directory %s, which it witnesses: give another with --state"
              .formatted(state, data));
    }
    return new Places(home, data, deploy, config, state);
  }

  private static Path stateHome(Map<String, String> environment) throws LaunchException {
    String base = environment.getOrDefault("XDG_STATE_HOME", "");
    // The base directory specification: a relative value is to be ignored.
    if (base.startsWith("/")) {
      return Path.of(base);
    }
    // Java says "?" for a user without an entry, as in a container image that knows none.
    String home = System.getProperty("user.home", "?");
    if (!home.startsWith("/")) {
      throw LaunchException.configuration(
          "the user has no home directory, but %s: say with --state where to keep what must not lie in the data directory"
              .formatted(Printable.quote(home)));
    }
    return Path.of(home, ".local", "state");
  }

  /** Names a data directory outside of it. */
  static String hash(Path data) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = digest.digest(data.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private record Choice(Arguments arguments, Map<String, String> environment, Path current) {

    /** What an option or the environment says, empty where neither does. */
    String named(Arguments.Directory directory) {
      String named = arguments.directories().get(directory);
      return named == null ? environment.getOrDefault(directory.variable(), "") : named;
    }

    Path of(Arguments.Directory directory, Path otherwise) throws LaunchException {
      String named = named(directory);
      try {
        return real(named.isEmpty() ? otherwise : current.resolve(named));
      } catch (InvalidPathException | UncheckedIOException e) {
        throw LaunchException.configuration(
            "%s %s cannot be used: %s"
                .formatted(directory.option(), Printable.quote(named), e.getMessage()));
      }
    }

    /** Follows the links of that part of a path that exists. */
    private static Path real(Path path) {
      Path absolute = path.toAbsolutePath().normalize();
      try {
        if (Files.exists(absolute)) {
          return absolute.toRealPath();
        }
        if (Files.isSymbolicLink(absolute)) {
          Path target = absolute.resolveSibling(Files.readSymbolicLink(absolute));
          throw new IOException("it is a link to %s, which does not exist".formatted(target));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
      Path parent = absolute.getParent();
      return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
    }
  }
}
