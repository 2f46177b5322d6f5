/** Room: what nothing names any more is removed, and who needs files to stay. */
package solo.core.collect;
