package solo.shell.provider;

import java.util.List;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.recovery.RecoveryReport;
import solo.core.tenant.ServiceKey;
import solo.core.verify.Explanation;
import solo.core.verify.Finding;
import solo.core.verify.VerificationReport;

/**
 * What of the container a caller who may read is shown.
 *
 * @param tenant it is held to, or {@link Authorization#EVERY_TENANT}
 * @param reach what of that
 * @param authorization null where there is none, which only the owner reads without
 */
record Sight(String tenant, Resource reach, Caller caller, Authorization authorization) {

  static Sight of(Authorization authorization, Caller caller) {
    return authorization == null
        ? new Sight(Authorization.EVERY_TENANT, Resource.ALL, caller, null)
        : new Sight(
            authorization.scope(caller), authorization.reach(caller), caller, authorization);
  }

  /** Whether nothing is kept from the caller. */
  boolean whole() {
    return tenant.equals(Authorization.EVERY_TENANT) && reach.equals(Resource.ALL);
  }

  /** Whether the caller may, all that it reaches; nobody is told that it was asked. */
  boolean may(Permission permission) {
    return authorization == null || authorization.allows(caller, permission, tenant, reach);
  }

  boolean sees(ServiceKey key) {
    return authorization == null || allows(key.tenant(), Resource.service(key.service()));
  }

  /** What is about the container as a whole is for those who see the whole. */
  boolean sees(Finding finding) {
    if (whole() || finding.tenant().isEmpty()) {
      return whole();
    }
    return finding.service().isEmpty()
        ? allows(finding.tenant(), Resource.ALL)
        : sees(new ServiceKey(finding.tenant(), finding.service()));
  }

  /** The part of a verify that is the caller's; its services are counted for the whole only. */
  VerificationReport of(VerificationReport report) {
    return whole()
        ? report
        : new VerificationReport(
            report.depth(),
            report.at(),
            report.durationMs(),
            report.eventId(),
            0,
            0,
            0,
            report.findings().stream().filter(this::sees).toList(),
            report.repairs().stream().filter(repair -> sees(repair.finding())).toList());
  }

  /** The part of a recovery that is the caller's, with its counts and status. */
  RecoveryReport of(RecoveryReport report) {
    return whole() ? report : RecoveryPart.of(report, this::sees);
  }

  /** Without guesses at what was meant, which may be another tenant's. */
  Explanation of(Explanation why) {
    boolean guesses = why.state().equals(ExplanationDocument.UNKNOWN);
    return whole() || !guesses
        ? why
        : new Explanation(
            why.key(),
            why.state(),
            "there is no service " + why.key(),
            why.chain(),
            why.missing(),
            List.of());
  }

  private boolean allows(String where, Resource what) {
    return authorization.allows(caller, Permission.READ, where, what);
  }
}
