/**
 * Heads of the log, signed and kept outside the data directory, and the proof of the log by them.
 */
package solo.eventstore.audit;
