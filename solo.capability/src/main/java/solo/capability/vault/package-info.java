/** The secrets: keyring, encryption, projection. */
package solo.capability.vault;
