package solo.shell.control;

import java.time.Duration;

/**
 * How long the sockets wait for others.
 *
 * @param silence a client that says nothing for so long is hung up on: it holds a place
 * @param end at the end of the container a command gets so long to end by itself
 * @param farewell so long the clients of shells may take to read that the container stops, all
 *     together
 */
record Patience(Duration silence, Duration end, Duration farewell) {
  static final Patience USUAL =
      new Patience(Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofMillis(300));
}
