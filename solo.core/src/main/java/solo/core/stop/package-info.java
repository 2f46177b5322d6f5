/** The process: where its directories are, how it ends in order, how it ends at once. */
package solo.core.stop;
