package solo.capability.provider;

import solo.capability.token.LiveToken;
import solo.core.capability.Permission;
import solo.core.capability.Resource;

/**
 * A use of a token that was denied.
 *
 * @param token null where it is not known
 * @param why a word of {@link solo.core.event.Payload.CapabilityDenied}
 * @param tenant in which it was used, whatever text that is
 * @param permission null where none was asked for
 */
record Denial(
    LiveToken token, String why, String tenant, Permission permission, Resource resource) {
  static final String MALFORMED = "malformed";
  static final String UNKNOWN = "unknown";
  static final String EXPIRED = "expired";
  static final String REVOKED = "revoked";
  static final String WRONG_TENANT = "wrong_tenant";
  static final String WRONG_RESOURCE = "wrong_resource";
  static final String WRONG_PERMISSION = "wrong_permission";

  /** The same, since. */
  Denial because(String word) {
    return new Denial(token, word, tenant, permission, resource);
  }

  /** What are alike share the limit of events. */
  String likeness() {
    return why + " " + (token == null ? "" : token.accessor());
  }
}
