/** . */
package solo.recovery.verify;
