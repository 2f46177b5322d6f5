/** What the log says was so: the fold of services, and any state of the past. */
package solo.recovery.past;
