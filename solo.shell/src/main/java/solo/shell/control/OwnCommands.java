package solo.shell.control;

import java.util.Optional;
import org.apache.felix.service.command.Function;

/** Solo's own commands. Safe for use by many threads. */
@FunctionalInterface
interface OwnCommands {

  /**
   * The command of a name, as it is now.
   *
   * @param name without its scope, of letters, digits and hyphens
   * @return empty where Solo has none, whatever others offer under that name
   */
  Optional<Function> named(String name);
}
