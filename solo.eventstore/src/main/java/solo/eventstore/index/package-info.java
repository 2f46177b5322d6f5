/** The index of events by tenant, service and type: derived from the journal, never the truth. */
package solo.eventstore.index;
