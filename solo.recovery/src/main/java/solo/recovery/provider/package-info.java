/** . */
package solo.recovery.provider;
