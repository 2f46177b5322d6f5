package solo.launcher;

/** {@code solo status}: one line. */
final class StatusReport {
  private StatusReport() {}

  static int print(Places places, boolean json) {
    Status status = Status.ask(places.data());
    System.out.println(json ? json(status) : line(status, places));
    return status.exitStatus();
  }

  private static String json(Status status) {
    return status.json().isEmpty()
        ? "{\"state\":\"%s\",\"pid\":%s}"
            .formatted(status.state(), status.pid() == 0 ? "null" : status.pid())
        : status.json();
  }

  private static String line(Status status, Places places) {
    String process = status.pid() == 0 ? "" : ", process " + status.pid();
    return "%s%s, data %s".formatted(status.state(), process, places.data());
  }
}
