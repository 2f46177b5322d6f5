/** The log file. */
package solo.core.log;
