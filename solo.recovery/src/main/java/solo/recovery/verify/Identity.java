package solo.recovery.verify;

import solo.core.verify.Finding;
import solo.core.verify.Kind;

/** What makes two findings one. */
record Identity(Kind kind, String tenant, String service, String about) {

  static Identity of(Finding finding) {
    return new Identity(finding.kind(), finding.tenant(), finding.service(), finding.about());
  }
}
