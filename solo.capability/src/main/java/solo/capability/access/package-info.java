/** Services handed out through tokens. */
package solo.capability.access;
