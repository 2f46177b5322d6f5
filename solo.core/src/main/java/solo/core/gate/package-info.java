/** What a bundle is: its bytes kept by digest, and the rules it has to pass. */
package solo.core.gate;
