/** Checkpoints: the fold of the log at an event, in files beside the journal. */
package solo.eventstore.checkpoint;
