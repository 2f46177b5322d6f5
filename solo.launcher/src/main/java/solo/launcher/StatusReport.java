package solo.launcher;

/** {@code solo status}: one line. */
final class StatusReport {
  private StatusReport() {}

  static int print(Target target, boolean json) throws LaunchException {
    Status status = Status.ask(target);
    System.out.println(json ? json(status) : line(status, target));
    return status.exitStatus();
  }

  private static String json(Status status) {
    return status.json().isEmpty()
        ? "{\"state\":\"%s\",\"pid\":%s}"
            .formatted(status.state(), status.pid() == 0 ? "null" : status.pid())
        : status.json();
  }

  /** Such as {@code ready, 3 services, process 4711, data /srv/solo}. */
  static String line(Status status, Target target) {
    StringBuilder line = new StringBuilder(status.progress());
    if (!status.state().equals(Status.STARTING)) {
      Status.field(status.json(), "services")
          .ifPresent(
              count ->
                  line.append(", ")
                      .append(count)
                      .append(count.equals("1") ? " service" : " services"));
    }
    if (status.pid() != 0) {
      line.append(", process ").append(status.pid());
    }
    line.append(target.socket().isPresent() ? ", socket " : ", data ").append(target.name());
    if (status.state().equals(Status.UNWELL)) {
      line.append("; see: solo exec status");
    }
    return line.toString();
  }
}
