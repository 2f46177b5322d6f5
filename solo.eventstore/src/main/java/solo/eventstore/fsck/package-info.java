/** {@code ./solo fsck}: the log, what is derived from it and other stores, with no framework. */
package solo.eventstore.fsck;
