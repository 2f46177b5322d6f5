package solo.shell.control;

import java.util.Optional;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Caller;
import solo.core.capability.CapabilityException;
import solo.core.capability.RateLimitedException;
import solo.core.capability.TokenCheck;
import solo.core.control.Credential;

/** Finds out who shows a token, and slows those down that show wrong ones. */
final class Login {
  private final CommandRunner commands;
  private final WrongTokens wrong;

  Login(CommandRunner commands, WrongTokens wrong) {
    this.commands = commands;
    this.wrong = wrong;
  }

  /** A client gets no session. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why);
    }
  }

  /**
   * Who it is.
   *
   * @param user the name the kernel vouches for
   * @throws Refused with the one answer, whatever is wrong with the token; or when to try again
   */
  Caller enter(Credential shown, String user) throws Refused {
    Optional<TokenCheck> check = commands.tokens();
    if (check.isEmpty()) {
      throw new Refused(commands.notNow());
    }
    long waitMs = wrong.waitMs(user);
    if (waitMs > 0) {
      throw new Refused(
          "too many wrong tokens came from %s: try again in %d ms".formatted(user, waitMs));
    }
    try {
      return check.get().login(shown.token());
    } catch (AccessDeniedException e) {
      wrong.count(user);
      throw new Refused(e.getMessage());
    } catch (RateLimitedException e) {
      throw new Refused(e.getMessage());
    } catch (CapabilityException e) {
      throw new Refused(
          e.why() == CapabilityException.Cause.RESTORING ? commands.notNow() : e.getMessage());
    }
  }
}
