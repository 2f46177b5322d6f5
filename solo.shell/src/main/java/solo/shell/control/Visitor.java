package solo.shell.control;

import java.util.Optional;
import solo.core.capability.Caller;

/**
 * Who has connected, before a token is shown.
 *
 * @param user the name the kernel vouches for
 * @param caller who acts without a token; empty where nobody does
 * @param owner whether it is the user that the container runs as: only that may name files here
 */
record Visitor(String user, Optional<Caller> caller, boolean owner) {

  /** At the owner's socket, whom the kernel has vouched for. */
  static Visitor owner(String user) {
    return new Visitor(user, Optional.of(Caller.owner(user)), true);
  }

  /** At the access socket, where a token is needed. */
  static Visitor stranger(String user, boolean owner) {
    return new Visitor(user, Optional.empty(), owner);
  }

  /** The same with who showed a token. */
  Visitor as(Caller shown) {
    return new Visitor(user, Optional.of(shown), owner);
  }
}
