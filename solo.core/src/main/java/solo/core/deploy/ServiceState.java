package solo.core.deploy;

/** The states of a service, as people see them. */
public enum ServiceState {
  /** Its start has begun and not ended. */
  STARTING,
  /** Its bundle is active. */
  ACTIVE,
  /** It waits for something that is not there yet. */
  WAITING,
  /** Its stop has begun and not ended: also where a stop hangs. */
  STOPPING,
  /** It ended by itself and will be restarted. */
  CRASHED,
  /** It should run and does not; the detail says why. */
  FAILED,
  /** It took the container down at start too often and is not started again until deployed anew. */
  QUARANTINED,
  /** It was killed. */
  KILLED
}
