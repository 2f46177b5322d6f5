/** The time of the log: the machine's, as long as that does not leap. */
package solo.eventstore.clock;
