/** Starts the framework and ends the process; the client side of {@code ./solo}. */
package solo.launcher;
