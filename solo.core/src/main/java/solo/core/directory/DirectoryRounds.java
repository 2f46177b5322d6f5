package solo.core.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import solo.core.directory.DirectoryPlan.Act;
import solo.core.directory.DirectoryPlan.Step;
import solo.core.disk.Disk;
import solo.core.recovery.Decision;
import solo.core.recovery.Decision.FileAction;
import solo.core.recovery.DeployFiles;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.ServiceRecord.FileMark;
import solo.core.recovery.Suspects;
import solo.core.recovery.SystemState;
import solo.core.recovery.WhatShouldRun;
import solo.core.tenant.ServiceKey;
import solo.core.vault.Seal;

/**
 * One round after the other: look, decide, begin what is to be done, say it in the receipts. All
 * that a round needs to know is on disk or in the log; what is remembered in between only saves
 * work. For one thread.
 */
final class DirectoryRounds implements AutoCloseable {

  /**
   * Where and how.
   *
   * @param parallel how many deploys side by side
   */
  record Settings(Path deploy, Path data, long settleMs, int parallel) {}

  /**
   * How a round ended.
   *
   * @param trouble why nothing is killed for being missing; empty where all is well
   * @param untold why receipts are not up to date; empty where they are
   * @param unsettled whether a file was seen that may come to rest soon
   */
  record Outcome(
      Optional<String> trouble, Optional<String> untold, boolean unsettled, List<Path> looked) {}

  private final Settings settings;
  private final Surroundings around;
  private final Seen.Eye eye;
  private final Devices devices;
  private final Marks marks;
  private final Patience patience = new Patience();
  private final Receipts receipts;
  private final Work work;
  private final Set<ServiceKey> gone = new HashSet<>();

  /**
   * Makes the deploy directory if no process before has seen one.
   *
   * @param whenIdle told when all that a round has begun has ended
   * @throws IOException when the data directory cannot be read or the deploy directory not be made
   */
  DirectoryRounds(Settings settings, Surroundings around, Runnable whenIdle) throws IOException {
    this.settings = settings;
    this.around = around;
    eye = new Seen.Eye(settings.settleMs(), around.clock());
    devices = new Devices(Disk.real(), settings.data());
    marks = new Marks(around.events());
    receipts = new Receipts(Disk.real(), settings.data().resolve("receipts"));
    work = new Work(around, settings.parallel(), patience, whenIdle);
    if (devices.first()) {
      Files.createDirectories(settings.deploy());
    }
  }

  /**
   * Goes round once. Returns when everything is begun, not when it has ended.
   *
   * @throws IOException when the device cannot be written
   */
  Outcome round() throws IOException {
    DirectoryScan scan = DirectoryScan.of(settings.deploy());
    Seen seen = eye.look(scan);
    // before the fold is read: what ends in between is in the fold, and still busy here
    Set<ServiceKey> busy = work.busy();
    boolean alone = work.alone();
    SystemState fold = around.projection().current();
    around.secrets().look(fold.id());
    Optional<String> trouble = distrust(scan, seen, fold);
    SortedMap<ServiceKey, Decision> decisions = decide(fold, seen, trouble.isEmpty());
    if (!alone) {
      begin(new DirectoryPlan(fold, decisions, seen, busy, around.secrets()), decisions);
    }
    forget(fold, seen);
    Optional<String> untold = tryReceipts(seen, fold, decisions, trouble.isEmpty());
    return new Outcome(trouble, untold, !seen.held().isEmpty(), scan.paths(settings.deploy()));
  }

  /** Whether all that was begun has ended. */
  boolean idle() {
    return work.busy().isEmpty();
  }

  private static SortedMap<ServiceKey, Decision> decide(
      SystemState fold, Seen seen, boolean trusted) {
    // Of no file it matters whether its service waits for the vault.
    return WhatShouldRun.decide(
        fold, new DeployFiles(trusted, seen.settled()), Suspects.NONE, Seal.OPEN);
  }

  /**
   * Why absence does not mean removal now. A directory on another device is believed again when
   * that kills nothing: all that was deployed from it is there, or is killed already.
   */
  private Optional<String> distrust(DirectoryScan scan, Seen seen, SystemState fold)
      throws IOException {
    if (scan.trouble().isPresent()) {
      return scan.trouble();
    }
    Optional<String> moved = devices.moved(scan.directories());
    if (moved.isPresent()) {
      long missing =
          decide(fold, seen, true).values().stream()
              .filter(d -> d.file() == FileAction.KILL && !seen.byKey().containsKey(d.key()))
              .count();
      if (missing > 0) {
        return Optional.of(
            "is on another device than before (%s), and %d of the services deployed from it are missing there"
                .formatted(settings.deploy().resolve(moved.get()), missing));
      }
    }
    devices.adopt(scan.directories());
    return Optional.empty();
  }

  private void begin(DirectoryPlan plan, SortedMap<ServiceKey, Decision> decisions) {
    decisions.forEach(
        (key, decision) -> {
          if (decision.file() == FileAction.FORGET && !plan.seen().byKey().containsKey(key)) {
            gone.add(key);
          }
        });
    long now = around.clock().monotonicMs();
    for (Step step :
        plan.steps(
            s -> patience.allows(s.key(), s.digest(), now), m -> marks.of(m).beganAt(), gone)) {
      if (step.act() != Act.KILL) {
        gone.remove(step.key());
      }
      work.give(step, plan.seen().byKey().get(step.key()));
    }
  }

  private void forget(SystemState fold, Seen seen) {
    Set<ServiceKey> keys = new HashSet<>(fold.services().keySet());
    keys.addAll(seen.byKey().keySet());
    patience.keepOnly(keys);
    marks.keepOnly(
        fold.services().values().stream()
            .flatMap(record -> record.file().stream())
            .map(FileMark::eventId)
            .collect(Collectors.toSet()));
  }

  /**
   * Receipts only tell: that they cannot be written, as on a full disk, keeps nothing from being
   * done.
   */
  private Optional<String> tryReceipts(
      Seen seen, SystemState fold, Map<ServiceKey, Decision> decisions, boolean complete) {
    try {
      writeReceipts(seen, fold, decisions, complete);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("the receipts in %s cannot be written: %s".formatted(receipts, e));
    }
  }

  private void writeReceipts(
      Seen seen, SystemState fold, Map<ServiceKey, Decision> decisions, boolean complete)
      throws IOException {
    Map<Path, Receipt> all = new HashMap<>();
    for (Sighting sighting : seen.unnamed()) {
      all.put(
          receipts.ofUnnamed(settings.deploy(), sighting.path()),
          Receipt.held(sighting, sighting.refusal()));
    }
    seen.held()
        .forEach((key, why) -> all.put(receipts.of(key), Receipt.held(seen.byKey().get(key), why)));
    seen.settled()
        .forEach(
            (key, digest) -> {
              ServiceRecord record = fold.service(key);
              all.put(
                  receipts.of(key),
                  Receipt.settled(
                      new Receipt.About(seen.byKey().get(key), digest, record),
                      decisions.get(key).file(),
                      patience.reason(key, digest),
                      marks));
            });
    receipts.update(all, complete, around.clock().wall());
  }

  @Override
  public void close() {
    work.close();
  }
}
