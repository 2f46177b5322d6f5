package solo.capability.token;

import java.util.Set;
import java.util.SortedSet;
import solo.core.capability.Capability;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.Resource;

/** What many tokens have alike, kept once. */
record Terms(
    String tenant,
    Resource resource,
    Set<Permission> permissions,
    SortedSet<String> operations,
    RateLimit rate,
    String note,
    String grantedBy) {

  static Terms of(StoredToken token) {
    Capability c = token.capability();
    return new Terms(
        c.tenant(),
        c.resource(),
        c.permissions(),
        c.operations(),
        c.rate(),
        c.note(),
        token.grantedBy());
  }
}
