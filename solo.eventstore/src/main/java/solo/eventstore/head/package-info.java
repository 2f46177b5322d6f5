/** What is known of the log outside the data directory, against what is in it. */
package solo.eventstore.head;
