package solo.launcher;

/** What {@code solo help} prints. */
final class Help {
  static final String TEXT =
      """
      Usage: solo [options] [verb]

        run              run the container here: with a shell on a terminal, else headless (the default)
        start            run it in the background; returns when it is ready
        stop             stop it in order; returns when it is gone
        status           0 ready, 3 stopped, 4 starting or unwell; --json for scripts
        exec '<command>' run one command of the shell in the container and print what it returns
        shell            open a shell in the container: Ctrl-C ends a command, Ctrl-D leaves;
                         from a pipe it runs line by line
        fsck             check the data of a stopped container; changes nothing. --json for scripts
          --accept-loss ID [--reason TEXT]
                         give up the damaged events that it tells, so that the container starts
        restore FILE     make a data directory of a backup; it must be missing or empty
          --at ID        as it was after that event
        help             this text
        version          the version of Solo

      Options, before or after the verb; each also as a variable of the environment:
        --data DIR       SOLO_DATA    everything Solo keeps (./data)
        --deploy DIR     SOLO_DEPLOY  where bundles are dropped (./deploy)
        --config DIR     SOLO_CONFIG  configuration files (etc of the distribution)
        --state DIR      SOLO_STATE   keys, heads and history, outside the data (~/.local/state/solo/...)

      For exec, shell, status and stop, by a token in place of the owner:
        --token-file F   file with the token, its owner's alone; or SOLO_TOKEN holds it
        --socket PATH    SOLO_SOCKET  an access socket, in place of the data directory's own

      JAVA_HOME names the Java to use; SOLO_OPTS holds more options for it.

      Exit codes: 0 done; 1 the command failed; 2 it found something to warn of; 3 not running;
      4 starting or unwell; 64 wrong usage; 65 damaged data; 70 the stop failed or ran out of time;
      74 writing failed; 75 already running; 78 a configuration or directory is not usable.
      """;

  private Help() {}
}
