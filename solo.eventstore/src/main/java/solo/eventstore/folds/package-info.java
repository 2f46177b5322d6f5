/** What the log says of itself, as folds: the events that are looked up however old they are. */
package solo.eventstore.folds;
