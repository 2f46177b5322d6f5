package solo.shell.provider;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import solo.core.deploy.ServiceSpec;
import solo.core.deploy.ServiceStatus;

/** Services as rows. */
final class ServiceRows {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("tenant"),
          Column.of("service"),
          Column.of("state"),
          Column.of("version"),
          new Column("digest", row -> Text.digest((String) row.get("digest"))),
          Column.of("since"),
          Column.of("detail"));

  private ServiceRows() {}

  static Listing of(List<ServiceStatus> services, boolean json) {
    return new Listing(
        "no services", COLUMNS, services.stream().map(ServiceRows::row).toList(), json);
  }

  private static Map<String, Object> row(ServiceStatus status) {
    ServiceSpec spec = status.spec();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("tenant", status.key().tenant());
    row.put("service", status.key().service());
    row.put("state", status.state().name());
    row.put("digest", spec.digest());
    row.put("version", spec.version());
    row.put("since", Text.time(status.since()));
    row.put("symbolicName", spec.symbolicName());
    row.put("size", spec.size());
    row.put("source", spec.source());
    row.put("eventId", status.eventId());
    row.put("bundleId", status.bundleId());
    row.put("detail", status.detail());
    return row;
  }
}
