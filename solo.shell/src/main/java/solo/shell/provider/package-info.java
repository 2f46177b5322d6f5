/** Solo's commands: they return values, and one converter renders these. */
package solo.shell.provider;
