package solo.eventstore.index;

import solo.core.event.Event;

/** An event with what the journal knows of its record: its link in the chain and its place. */
public record Indexed(Event event, byte[] link, long segment, long offset) {}
