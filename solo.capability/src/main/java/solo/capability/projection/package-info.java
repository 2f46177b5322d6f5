/** What the projections share: following the log, and files that are trusted or made anew. */
package solo.capability.projection;
