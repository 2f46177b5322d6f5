package solo.eventstore.retention;

/** Of what was lost only a checkpoint tells, and only while the loss is in the log. */
final class OnlyInCheckpointException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long firstLost;

  OnlyInCheckpointException(String message, long firstLost) {
    super(message);
    this.firstLost = firstLost;
  }

  /** The first id of the loss, which has to stay in the log. */
  long firstLost() {
    return firstLost;
  }
}
