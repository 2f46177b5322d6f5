/** The event store: journal, memory of the newest events and index behind one service. */
package solo.eventstore.provider;
