/** . */
package solo.shell.provider;
