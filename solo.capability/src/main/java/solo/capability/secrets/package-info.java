/** The secrets of a service, for its own code. */
package solo.capability.secrets;
