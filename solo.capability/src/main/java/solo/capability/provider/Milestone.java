package solo.capability.provider;

/** What is said once all is restored. */
interface Milestone {
  /** Says it; the answer takes it back. */
  Runnable reached();
}
