/** The deploy directory: what lies there at rest becomes deploys and kills, with a receipt each. */
package solo.core.directory;
