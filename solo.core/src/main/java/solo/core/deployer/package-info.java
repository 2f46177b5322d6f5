/** Deploys, kills and brings back: the only room that changes the framework. */
package solo.core.deployer;
