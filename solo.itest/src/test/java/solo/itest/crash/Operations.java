package solo.itest.crash;

import java.util.List;
import java.util.stream.Stream;

/**
 * The table of all that the driver does. An operation joins by one entry: its name, its weight, the
 * failpoints that it passes, and how a step of it is made: the command, the event that it leaves,
 * and what it makes of the model.
 */
final class Operations {
  private static final List<String> NONE = List.of();
  private static final List<String> DEPLOY = List.of("deploy.");

  /** Against any container. */
  static final List<Operation> COMMANDS =
      List.of(
          new Operation("deploy", 8, DEPLOY, ServiceSteps::deploy),
          new Operation("update", 8, List.of("deploy.", "update."), ServiceSteps::update),
          new Operation("redeploy", 3, List.of("deploy.", "update."), ServiceSteps::redeploy),
          new Operation("kill", 6, List.of("kill."), ServiceSteps::kill),
          new Operation("grant", 4, NONE, TokenSteps::grant),
          new Operation("delegate", 4, NONE, TokenSteps::delegate),
          new Operation("renew", 2, NONE, TokenSteps::renew),
          new Operation("revoke", 5, NONE, TokenSteps::revoke),
          new Operation("revoke all", 1, NONE, TokenSteps::revokeAll),
          new Operation("limits", 1, NONE, TokenSteps::limits),
          new Operation("secret put", 7, List.of("keyring."), SecretSteps::put),
          new Operation("secret delete", 2, NONE, SecretSteps::delete),
          new Operation("shred", 1, List.of("shred.", "keyring."), SecretSteps::shred),
          new Operation(
              "rotate", 3, List.of("rotate.", "keyfile.", "keyring."), KeeperSteps::rotate),
          new Operation("checkpoint", 2, NONE, KeeperSteps::checkpoint),
          new Operation("retention", 4, List.of("retention."), KeeperSteps::retention),
          new Operation("look", 3, NONE, ServiceSteps::look));

  /** Against one that reads a deploy directory. */
  static final List<Operation> FILES =
      List.of(
          new Operation("drop", 5, DEPLOY, FileSteps::drop),
          new Operation("replace", 5, List.of("deploy.", "update."), FileSteps::replace),
          new Operation("remove", 3, List.of("kill."), FileSteps::remove));

  /** Against one that has a disk. */
  static final List<Operation> DISK =
      List.of(
          new Operation("backup", 1, List.of("backup."), KeeperSteps::backup),
          new Operation("collect", 2, List.of("collect."), KeeperSteps::collect));

  /** All of them. */
  static final List<Operation> ALL =
      Stream.of(COMMANDS, FILES, DISK).flatMap(List::stream).toList();

  private Operations() {}
}
