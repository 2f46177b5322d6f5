package solo.launcher;

import java.nio.file.Path;
import java.util.List;
import solo.core.control.ExitStatus;

/** {@code ./solo}: runs the container, or talks to one that runs. */
public final class Main {
  private Main() {}

  /** Ends the JVM with the verb's exit status. */
  public static void main(String[] words) {
    int status;
    try {
      status = run(Arguments.parse(List.of(words)));
    } catch (LaunchException e) {
      System.err.println("solo: " + e.getMessage());
      status = e.status();
    }
    System.out.flush();
    System.err.flush();
    System.exit(status);
  }

  private static int run(Arguments arguments) throws LaunchException {
    switch (arguments.verb()) {
      case HELP -> {
        System.out.print(Help.TEXT);
        return ExitStatus.DONE;
      }
      case VERSION -> {
        System.out.println("solo " + version());
        return ExitStatus.DONE;
      }
      default -> {
        return run(arguments, places(arguments));
      }
    }
  }

  private static int run(Arguments arguments, Places places) throws LaunchException {
    boolean terminal = Boolean.getBoolean("solo.terminal");
    return switch (arguments.verb()) {
      case START -> new Start(places, terminal).run();
      case STOP -> new Stop(target(arguments, places), terminal).run();
      case STATUS ->
          StatusReport.print(
              target(arguments, places), arguments.flags().contains(Arguments.Flag.JSON));
      case EXEC -> new Exec(target(arguments, places)).run(arguments.command());
      case SHELL -> new Attach(target(arguments, places), terminal).run();
      case FSCK -> new Fsck(places, terminal).run(arguments);
      case RESTORE -> new Restore(places, terminal).run(arguments);
      default -> {
        new Container(places, terminal, version()).run(new Ending());
        yield ExitStatus.DONE;
      }
    };
  }

  private static Target target(Arguments arguments, Places places) throws LaunchException {
    Path current = Path.of("").toAbsolutePath();
    return Target.of(arguments, System.getenv(), places.data(), current);
  }

  private static Places places(Arguments arguments) throws LaunchException {
    String home = System.getProperty("solo.home");
    if (home == null) {
      throw LaunchException.configuration("start Solo by its script: -Dsolo.home is not set");
    }
    return Places.of(arguments, System.getenv(), Path.of(home), Path.of("").toAbsolutePath());
  }

  /** The version in the jar's manifest. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
