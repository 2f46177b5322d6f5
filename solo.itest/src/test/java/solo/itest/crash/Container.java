package solo.itest.crash;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import solo.itest.harness.Recording;
import solo.itest.harness.Result;

/** One run of a container, as the driver reaches it. */
interface Container {
  /**
   * What a command answered.
   *
   * @throws java.io.UncheckedIOException when there is no answer, since it was killed
   */
  Result exec(String command);

  /** The same for a command that reads what is piped to it. */
  Result pipe(byte[] input, String command);

  /** The same in a session that has the rights of a token. */
  Result execAs(String token, String command);

  /** Returns when it has recovered, true, or has ended before, false. */
  boolean awaitReady();

  /** Whether it has not ended. */
  boolean alive();

  /** Waits for its end, which has begun; whether it is that at a failpoint. */
  boolean endedAtFailpoint();

  /** Ends it at once; returns when it is gone, also where it was gone already. */
  void kill();

  /** What it says of the file of a service in the deploy directory, which is read from disk. */
  Optional<JsonObject> receipt(String key);

  /** The events after an id that are archived, oldest first, which are read from disk. */
  List<JsonObject> archived(long after);

  /** What services of this run have told of their starts and stops. */
  List<Recording> recordings();

  /** What it printed last, for a failure's message. */
  String tail();
}
