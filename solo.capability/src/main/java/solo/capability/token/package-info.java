/** Tokens as text, as records and as the table of all: pure. */
package solo.capability.token;
