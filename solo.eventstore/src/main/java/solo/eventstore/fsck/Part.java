package solo.eventstore.fsck;

/**
 * One thing that was checked.
 *
 * @param name in one word
 * @param summary what there is, on one line
 */
record Part(String name, String summary) {}
