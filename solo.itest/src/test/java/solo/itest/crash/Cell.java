package solo.itest.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One thing that the model keeps: a service, a token, a secret. Cells are values. */
sealed interface Cell {
  /** As the container has to show it; empty where it must show nothing. */
  Optional<String> shown();

  /**
   * Which of the events that changed it, oldest first, are needed to make it again.
   *
   * @param changes their ids
   */
  default List<Long> restsOn(List<Long> changes) {
    return List.of();
  }

  private static List<Long> last(int count, List<Long> changes) {
    return changes.subList(Math.max(0, changes.size() - count), changes.size());
  }

  /** A service by its last acknowledged change. */
  record Service(boolean active, String version, String digest, boolean byDirectory)
      implements Cell {
    Service killed() {
      return new Service(false, version, digest, byDirectory);
    }

    @Override
    public Optional<String> shown() {
      return Optional.of(active ? active(version, digest) : "KILLED");
    }

    @Override
    public List<Long> restsOn(List<Long> changes) {
      return Cell.last(1, changes);
    }

    static String active(String version, String digest) {
      return "ACTIVE " + version + " " + digest.substring(0, 12);
    }
  }

  /** A token; the parent is an accessor, or empty. */
  record Token(String tenant, String accessor, String parent, long expiresAtMs, boolean revoked)
      implements Cell {
    Token ended() {
      return new Token(tenant, accessor, parent, expiresAtMs, true);
    }

    @Override
    public Optional<String> shown() {
      return Optional.of(shown(revoked ? "REVOKED" : "VALID", tenant, expiresAtMs));
    }

    /** Its grant and its last renewal; nothing when it has ended. */
    @Override
    public List<Long> restsOn(List<Long> changes) {
      return revoked ? List.of() : List.of(changes.get(0), changes.get(changes.size() - 1));
    }

    static String shown(String state, String tenant, long expiresAtMs) {
      return state + " of " + tenant + " until " + expiresAtMs;
    }
  }

  /** A secret: the number of its newest version, and the values that are kept, newest last. */
  record Secret(int last, List<String> values) implements Cell {
    /** How many versions are kept; the container is configured so. */
    static final int KEPT = 3;

    static final Secret NONE = new Secret(0, List.of());

    Secret with(String value) {
      List<String> more = new ArrayList<>(values);
      more.add(value);
      return new Secret(
          last + 1, List.copyOf(more.subList(Math.max(0, more.size() - KEPT), more.size())));
    }

    Secret deleted() {
      return new Secret(last, List.of());
    }

    boolean there() {
      return !values.isEmpty();
    }

    @Override
    public Optional<String> shown() {
      if (!there()) {
        return Optional.empty();
      }
      int first = last - values.size() + 1;
      return Optional.of(shown(first, values.get(0), last, values.get(values.size() - 1)));
    }

    /** A version each; where it was deleted before, those since. */
    @Override
    public List<Long> restsOn(List<Long> changes) {
      return Cell.last(values.size(), changes);
    }

    static String shown(int first, String oldest, int last, String newest) {
      return "%d=%s to %d=%s".formatted(first, oldest, last, newest);
    }
  }

  /** A file in the deploy directory by its receipt; an empty digest is no file. */
  record Dropped(String state, String digest) implements Cell {
    static final Dropped GONE = new Dropped("", "");

    boolean there() {
      return !digest.isEmpty();
    }

    @Override
    public Optional<String> shown() {
      return there() ? Optional.of(state + " " + digest.substring(0, 12)) : Optional.empty();
    }
  }

  /** A value that is one text. */
  record Text(String text) implements Cell {
    @Override
    public Optional<String> shown() {
      return Optional.of(text);
    }

    @Override
    public List<Long> restsOn(List<Long> changes) {
      return Cell.last(1, changes);
    }
  }

  /** A backup that was acknowledged, which nothing lists. */
  record Backed(Machine.Backup backup, long atId) implements Cell {
    @Override
    public Optional<String> shown() {
      return Optional.empty();
    }
  }
}
