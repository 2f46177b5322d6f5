/** The tokens' projection on disk. */
package solo.capability.store;
