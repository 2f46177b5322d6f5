package solo.shell.provider;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that is not well.
 *
 * @param check who found it
 * @param status as health checks grade it: WARN, TEMPORARILY_UNAVAILABLE, CRITICAL,
 *     HEALTH_CHECK_ERROR
 */
record Finding(String check, String status, String message) {

  Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("check", check);
    row.put("status", status);
    row.put("message", message);
    return row;
  }
}
