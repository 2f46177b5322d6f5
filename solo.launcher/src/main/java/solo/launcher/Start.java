package solo.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import solo.core.control.ExitStatus;
import solo.core.lifecycle.ExitCode;

/** {@code solo start}: a container of its own session, whose output goes to a file. */
final class Start {
  /** The output of the process; its log has its own files. */
  private static final String OUTPUT = "solo.out";

  private static final long MAX_OUTPUT = 10L << 20;
  private static final int REASON_LINES = 20;
  private static final int FIRST_SIGHT_TRIES = 20;

  private final Places places;
  private final boolean terminal;

  Start(Places places, boolean terminal) {
    this.places = places;
    this.terminal = terminal;
  }

  int run() throws LaunchException {
    PidFile.Holder holder = new PidFile(places.data()).holder().orElse(null);
    if (holder != null) {
      throw new LaunchException(
          ExitCode.ALREADY_RUNNING, "already running on %s: %s".formatted(places.data(), holder));
    }
    try {
      Path output = output();
      long before = Files.exists(output) ? Files.size(output) : 0;
      Process process = launch(output);
      int status = awaitReady(process);
      if (status >= 0) {
        System.err.print(reason(output, before));
        System.err.println("solo: the container ended with exit code " + status);
        return status == 0 ? ExitStatus.FAILED : status;
      }
      System.out.printf("solo: ready, process %d, data %s%n", process.pid(), places.data());
      return ExitStatus.DONE;
    } catch (IOException e) {
      throw LaunchException.configuration("cannot start: " + e.getMessage());
    } catch (InterruptedException e) {
      throw new LaunchException(ExitStatus.FAILED, "interrupted while waiting");
    }
  }

  private Path output() throws LaunchException, IOException {
    new DataDirectory(places.data()).open();
    Path directory = Files.createDirectories(places.data().resolve("log"));
    Path output = directory.resolve(OUTPUT);
    if (Files.exists(output) && Files.size(output) > MAX_OUTPUT) {
      Files.move(output, directory.resolve(OUTPUT + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
    return output;
  }

  private Process launch(Path output) throws IOException {
    List<String> command = new ArrayList<>();
    if (onPath("setsid")) {
      command.add("setsid");
    } else {
      command.add("nohup");
    }
    command.add(places.home().resolve("bin/solo").toString());
    command.add("run");
    command.addAll(List.of("--data", places.data().toString()));
    command.addAll(List.of("--deploy", places.deploy().toString()));
    command.addAll(List.of("--config", places.config().toString()));
    command.addAll(List.of("--state", places.state().toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove(Target.TOKEN);
    builder.environment().put(FrameworkProperties.DETACHED, "true");
    return builder
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .redirectErrorStream(true)
        .start();
  }

  private static boolean onPath(String program) {
    for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }

  /** The exit code of a process that ended, -1 when it is ready. */
  private int awaitReady(Process process) throws InterruptedException {
    try (ProgressLine progress = new ProgressLine(System.err, terminal)) {
      for (int tries = 0; !process.waitFor(50, TimeUnit.MILLISECONDS); tries++) {
        Status status = Status.ask(places.data());
        if (status.pid() == process.pid()) {
          switch (status.state()) {
            case Status.READY -> {
              return -1;
            }
            case Status.UNWELL -> {
              System.err.println("solo: running, but unwell; 'solo exec status' says why");
              return -1;
            }
            default -> {}
          }
        }
        if (tries > FIRST_SIGHT_TRIES) {
          progress.show(status.pid() == process.pid() ? status.progress() : Status.STARTING);
        }
      }
    }
    return process.exitValue();
  }

  /** What the process printed last, without the rest of its output. */
  private static String reason(Path output, long before) throws IOException {
    byte[] all = Files.readAllBytes(output);
    int from = (int) Math.min(before, all.length);
    List<String> lines = new String(all, from, all.length - from).lines().toList();
    StringBuilder reason = new StringBuilder();
    lines.stream()
        .skip(Math.max(0, lines.size() - REASON_LINES))
        .forEach(line -> reason.append(line).append('\n'));
    return reason.toString();
  }
}
