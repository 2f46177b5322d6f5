package solo.eventstore.provider;

import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.event.Event;
import solo.core.event.EventQuery;

/**
 * Which events a caller sees, asked anew of the authorization for each.
 *
 * @param scope the tenant it is held to, or {@link Authorization#EVERY_TENANT}
 * @param reach what of that
 */
record View(Authorization authorization, Caller caller, String scope, Resource reach) {
  private static final String SERVICE = "service:";

  /**
   * As the caller's rights are now.
   *
   * @throws AccessDeniedException when its token is not valid any more
   */
  static View of(Authorization authorization, Caller caller) {
    return new View(
        authorization, caller, authorization.scope(caller), authorization.reach(caller));
  }

  /** The same query for what the caller is held to, so that limits and pages stay right. */
  EventQuery narrow(EventQuery query) {
    return new EventQuery(
        query.tenant().isEmpty() && !everyTenant() ? scope : query.tenant(),
        query.service().isEmpty() ? oneService() : query.service(),
        query.type(),
        query.since(),
        query.limit(),
        query.newestFirst());
  }

  /** Of what tenant a query is. */
  String tenant(EventQuery query) {
    return query.tenant().isEmpty() ? Authorization.EVERY_TENANT : query.tenant();
  }

  /** What of the tenant a query is about. */
  Resource of(EventQuery query) {
    return query.service().isEmpty() ? reach : Resource.service(query.service());
  }

  /** Whether all that a narrowed query finds is for the caller. */
  boolean showsAll(EventQuery narrowed) {
    return !narrowed.service().isEmpty() || reach.equals(Resource.ALL);
  }

  /** Whether the caller may see the event now. */
  boolean shows(Event event) {
    String tenant = event.draft().tenant();
    return authorization.allows(
        caller,
        Permission.EVENTS,
        tenant.isEmpty() ? Authorization.EVERY_TENANT : tenant,
        about(event.draft().subject()));
  }

  /** Whether the caller may still query events at all. */
  boolean lasts() {
    return authorization.allows(caller, Permission.EVENTS, scope, reach);
  }

  private boolean everyTenant() {
    return scope.equals(Authorization.EVERY_TENANT);
  }

  /** What is about no service is about all of its tenant. */
  private static Resource about(String subject) {
    return subject.isEmpty() ? Resource.ALL : Resource.service(subject);
  }

  private String oneService() {
    String text = reach.text();
    return text.startsWith(SERVICE) && !text.endsWith("*") ? text.substring(SERVICE.length()) : "";
  }
}
