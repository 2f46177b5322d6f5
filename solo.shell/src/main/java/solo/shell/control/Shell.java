package solo.shell.control;

/** A task that runs lines until its client has no more, or goes. */
sealed interface Shell extends Task, Runnable permits TerminalShell, PipedShell {}
