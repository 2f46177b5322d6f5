/** Why a service does not run: what log, deployer, framework and components say, in one answer. */
package solo.recovery.why;
