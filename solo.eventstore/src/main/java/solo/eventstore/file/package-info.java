/** Small files that are replaced in one durable step. */
package solo.eventstore.file;
