/** Events and states as bytes: one generic codec of records, and the event body built on it. */
package solo.eventstore.codec;
