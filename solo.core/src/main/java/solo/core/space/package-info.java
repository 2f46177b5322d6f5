/** How much room the disks have. */
package solo.core.space;
