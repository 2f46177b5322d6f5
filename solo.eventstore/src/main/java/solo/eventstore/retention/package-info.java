/** Old segments: what decides that they go, what proves that they can, where they are kept. */
package solo.eventstore.retention;
