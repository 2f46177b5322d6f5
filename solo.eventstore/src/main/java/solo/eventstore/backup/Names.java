package solo.eventstore.backup;

import java.util.regex.Pattern;

/** The names in a backup, each that of a file under the data directory. */
final class Names {
  /** What says what there is; the last entry. */
  static final String MANIFEST = "manifest.json";

  static final String EVENTS = "events/";
  static final String ARTIFACTS = "artifacts/";
  static final String KEYRING = "vault/keyring";

  private static final Pattern KNOWN =
      Pattern.compile(
          "events/[0-9]{20}\\.(log|gap|base|checkpoint)|artifacts/[0-9a-f]{64}|vault/keyring");

  private Names() {}

  /** Whether a file of this name may be in a backup: no other is ever written by a restore. */
  static boolean isKnown(String name) {
    return KNOWN.matcher(name).matches();
  }

  /** The id that 20 digits are; the highest there is for more than a long holds. */
  static long id(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  static boolean isArtifact(String name) {
    return name.startsWith(ARTIFACTS);
  }
}
