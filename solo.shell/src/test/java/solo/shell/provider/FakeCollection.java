package solo.shell.provider;

import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.retention.ArtifactCollection;

/** Five artifacts, two of which nothing names until they are collected. */
final class FakeCollection implements ArtifactCollection {
  private final FakeContainer container;
  private Collected unnamed = new Collected(2, 2048);

  FakeCollection(FakeContainer container) {
    this.container = container;
  }

  @Override
  public Status status(Caller caller) {
    require(caller, Permission.READ);
    return new Status(3 + unnamed.artifacts(), 4096 + unnamed.bytes(), unnamed);
  }

  @Override
  public Collected collect(Caller caller, String reason) {
    require(caller, Permission.ADMIN);
    container.reasons.add(reason);
    Collected removed = unnamed;
    unnamed = new Collected(0, 0);
    return removed;
  }

  private void require(Caller caller, Permission permission) {
    container.parts.authorization.require(caller, permission, Authorization.EVERY_TENANT);
  }
}
