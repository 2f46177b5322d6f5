package solo.capability.projection;

/**
 * What kind of projection it is.
 *
 * @param name of its files, such as {@code tokens} for {@code tokens.mv}
 * @param version of its values; of another version it is made anew
 * @param begins the type of the events without which there is nothing in it
 */
public record Form(String name, int version, String begins) {

  /** As its head says. */
  String text() {
    return name + "-" + version;
  }
}
