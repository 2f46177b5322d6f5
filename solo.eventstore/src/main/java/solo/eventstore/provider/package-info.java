/** . */
package solo.eventstore.provider;
