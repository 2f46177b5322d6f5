/**
 * The crash suite: random histories of operations against a container that is killed again and
 * again, compared with a model of what it acknowledged. {@link solo.itest.crash.Operations} is the
 * table of what is done; a new operation is one more entry there.
 */
package solo.itest.crash;
