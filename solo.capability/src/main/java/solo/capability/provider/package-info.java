/** Grants, checks and ends tokens; decides who may what. */
package solo.capability.provider;
