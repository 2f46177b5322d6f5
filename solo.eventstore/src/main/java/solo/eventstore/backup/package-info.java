/** Room: backups of a running container, and how one becomes a data directory again. */
package solo.eventstore.backup;
