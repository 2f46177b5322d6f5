/** Which starts are under way, so that a death has its suspects. */
package solo.core.supervision;
