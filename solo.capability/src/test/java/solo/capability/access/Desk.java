package solo.capability.access;

import java.io.IOException;

/** What the tests hand out. */
public interface Desk {
  /** One operation. */
  String read(String what) throws IOException;

  /** Another. */
  String write(String what);
}
