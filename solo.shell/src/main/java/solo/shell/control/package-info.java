/** The container's end of the control socket. */
package solo.shell.control;
