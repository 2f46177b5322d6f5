/** The journal: the append-only, checksummed, chained log that is the truth of the container. */
package solo.eventstore.journal;
