package solo.itest.crash;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One operation with all its arguments, made by an {@link Operation}.
 *
 * @param text what a reader of the history sees
 * @param act does it
 * @param trace the event that it leaves
 * @param effect what it makes of the model, by what the answer or the event tells
 * @param about the keys of the model that nobody else may change while it is in doubt
 * @param lasting whether it comes to pass later where a kill cut it short, as a file that lies in
 *     the deploy directory does
 */
record Step(
    String text,
    Act act,
    Trace trace,
    Function<JsonObject, Map<String, Cell>> effect,
    Set<String> about,
    boolean lasting) {

  /** The doing of a step. */
  interface Act {
    /**
     * What was answered; empty where nobody waits for an answer.
     *
     * @throws java.io.UncheckedIOException when there is no answer, since the container was killed
     * @throws AssertionError when it was refused
     */
    Optional<JsonObject> on(Container container);

    /** Does it while no container runs, as far as that can be. */
    default void alone() {
      throw new IllegalStateException("needs a container");
    }
  }

  /** A command that answers with JSON. */
  static Step command(String command, Trace trace, Function<JsonObject, Map<String, Cell>> effect) {
    Act act = container -> Optional.of(Told.by(container.exec(command)));
    return new Step(command, act, trace, effect, Set.of(), false);
  }

  /** The same step, which nobody else may cross under the keys while it is in doubt. */
  Step about(Set<String> keys) {
    return new Step(text, act, trace, effect, keys, lasting);
  }

  /** A command that reads a text. */
  static Step piped(
      String input, String command, Trace trace, Function<JsonObject, Map<String, Cell>> effect) {
    Act act = container -> Optional.of(Told.by(container.pipe(input.getBytes(), command)));
    return new Step(command, act, trace, effect, Set.of(), false);
  }

  /** Whether nobody else may change what is under the key while this is in doubt. */
  boolean touches(String key) {
    return about.contains(key);
  }

  @Override
  public String toString() {
    return text;
  }
}
