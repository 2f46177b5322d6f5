package solo.recovery.verify;

import static solo.core.verify.Kind.DRIFT;
import static solo.core.verify.Kind.DUPLICATE;
import static solo.core.verify.Kind.KILLED_BUT_ALIVE;
import static solo.core.verify.Kind.MISSING_SERVICE;
import static solo.core.verify.Kind.NOT_ACTIVE;
import static solo.core.verify.Kind.OPEN_INTENT;
import static solo.core.verify.Kind.ORPHAN_SERVICE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import solo.core.deploy.Inventory.LiveBundle;
import solo.core.deploy.ServiceSpec;
import solo.core.recovery.Decision;
import solo.core.recovery.Decision.Verdict;
import solo.core.recovery.DeployFiles;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.ServiceRecord.Intent;
import solo.core.recovery.Suspects;
import solo.core.recovery.SystemState;
import solo.core.recovery.WhatShouldRun;
import solo.core.tenant.Printable;
import solo.core.tenant.ServiceKey;
import solo.core.vault.Seal;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/**
 * What the log says should run against what is in the framework. Pure. It takes a deploy under way
 * for a fault, so what it says is a suspicion until it holds with nothing under way.
 */
final class Comparison {

  /**
   * What came of it.
   *
   * @param expected the services that should run
   * @param running those of them that run as logged
   */
  record Result(Set<ServiceKey> expected, Set<ServiceKey> running, List<Suspicion> suspicions) {}

  private final SystemState fold;
  private final Map<ServiceKey, List<LiveBundle>> bundles = new TreeMap<>();
  private final List<Suspicion> suspicions = new ArrayList<>();
  private final Set<ServiceKey> expected = new TreeSet<>();
  private final Set<ServiceKey> running = new TreeSet<>();

  private Comparison(SystemState fold) {
    this.fold = fold;
  }

  /** Compares all of it. */
  static Result of(SystemState fold, Seal seal, List<LiveBundle> live) {
    Comparison comparison = new Comparison(fold);
    for (LiveBundle bundle : live) {
      bundle
          .key()
          .ifPresentOrElse(
              key -> comparison.bundles.computeIfAbsent(key, k -> new ArrayList<>()).add(bundle),
              () -> comparison.stray(bundle));
    }
    SortedMap<ServiceKey, Decision> decisions =
        WhatShouldRun.decide(fold, DeployFiles.UNSEEN, Suspects.NONE, seal);
    SortedSet<ServiceKey> keys = new TreeSet<>(decisions.keySet());
    keys.addAll(comparison.bundles.keySet());
    keys.forEach(key -> comparison.service(key, Optional.ofNullable(decisions.get(key))));
    return new Result(comparison.expected, comparison.running, List.copyOf(comparison.suspicions));
  }

  /** Compares one service. */
  static Result of(SystemState fold, Seal seal, List<LiveBundle> live, ServiceKey key) {
    SortedMap<ServiceKey, ServiceRecord> one = new TreeMap<>();
    Optional.ofNullable(fold.services().get(key)).ifPresent(record -> one.put(key, record));
    return of(
        new SystemState(fold.id(), fold.lastStopClean(), fold.stopped(), one),
        seal,
        live.stream().filter(bundle -> bundle.key().filter(key::equals).isPresent()).toList());
  }

  private void service(ServiceKey key, Optional<Decision> decision) {
    List<LiveBundle> there = bundles.getOrDefault(key, List.of());
    decision.flatMap(Decision::close).ifPresent(intent -> open(key, intent));
    Optional<Decision> toRun = decision.filter(d -> d.verdict().wants());
    if (toRun.isPresent()) {
      boolean waits = toRun.get().verdict() == Verdict.WAIT;
      if (waits && there.stream().noneMatch(LiveBundle::active)) {
        return;
      }
      expected.add(key);
      toRun(key, toRun.get(), there);
    } else {
      boolean known = decision.filter(d -> d.verdict() != Verdict.UNDEPLOYED).isPresent();
      there.forEach(bundle -> notToRun(key, known, bundle));
    }
  }

  private void toRun(ServiceKey key, Decision decision, List<LiveBundle> there) {
    ServiceSpec spec = decision.spec().orElseThrow();
    if (there.isEmpty()) {
      add(
          MISSING_SERVICE,
          key,
          Optional.empty(),
          decision.specId(),
          "should run by event %d and has no bundle".formatted(decision.specId()),
          "install and start it as event %d says".formatted(decision.specId()));
      return;
    }
    LiveBundle kept = newest(there, decision.specId());
    for (LiveBundle other : there) {
      if (other != kept) {
        duplicate(key, decision, kept, other);
      }
    }
    boolean drifts = drift(key, decision.specId(), spec, kept);
    if (!kept.active()) {
      notActive(key, decision.specId(), kept);
    } else if (!drifts) {
      running.add(key);
    }
  }

  /** The one of the newest spec; of several the deployer's own, of several the last installed. */
  private static LiveBundle newest(List<LiveBundle> there, long specId) {
    Comparator<LiveBundle> worth =
        Comparator.<LiveBundle>comparingLong(
                b -> b.eventId() == specId ? Long.MAX_VALUE : b.eventId())
            .thenComparing(LiveBundle::current)
            .thenComparingLong(LiveBundle::bundleId);
    return there.stream().max(worth).orElseThrow();
  }

  private void notActive(ServiceKey key, long specId, LiveBundle bundle) {
    String why = bundle.detail().isEmpty() ? "" : ": " + bundle.detail();
    add(
        NOT_ACTIVE,
        key,
        Optional.of(bundle),
        specId,
        "expected ACTIVE, bundle %d is %s%s".formatted(bundle.bundleId(), bundle.state(), why),
        "start it again as event %d says".formatted(specId));
  }

  private boolean drift(ServiceKey key, long specId, ServiceSpec spec, LiveBundle bundle) {
    String what = difference(spec, bundle);
    if (!what.isEmpty()) {
      add(
          DRIFT,
          key,
          Optional.of(bundle),
          specId,
          "bundle %d: %s".formatted(bundle.bundleId(), what),
          "put back what event %d says, by verify --fix --drift".formatted(specId));
    }
    return !what.isEmpty();
  }

  private static String difference(ServiceSpec spec, LiveBundle bundle) {
    if (bundle.changed()) {
      return "it was updated behind Solo's back, so its bytes are not those of " + spec.digest();
    } else if (!bundle.digest().equals(spec.digest())) {
      return "expected SHA-256 %s, runs from %s".formatted(spec.digest(), orNone(bundle.digest()));
    }
    String logged = spec.symbolicName() + " " + spec.version();
    String runs = bundle.symbolicName() + " " + bundle.version();
    return logged.equals(runs)
        ? ""
        : "expected %s, is %s".formatted(Printable.escape(logged), Printable.escape(runs));
  }

  private static String orNone(String digest) {
    return digest.isEmpty() ? "bytes that Solo did not install" : digest;
  }

  private void duplicate(ServiceKey key, Decision decision, LiveBundle kept, LiveBundle other) {
    add(
        DUPLICATE,
        key,
        Optional.of(other),
        decision.specId(),
        "bundle %d (%s, %s) besides bundle %d, which has the newest spec"
            .formatted(other.bundleId(), other.state(), by(other), kept.bundleId()),
        "stop and uninstall bundle " + other.bundleId());
  }

  private static String by(LiveBundle bundle) {
    return bundle.eventId() == 0 ? "by no event" : "by event " + bundle.eventId();
  }

  private void notToRun(ServiceKey key, boolean known, LiveBundle bundle) {
    String there = "bundle %d is %s%s".formatted(bundle.bundleId(), bundle.state(), names(bundle));
    String fix = "stop and uninstall bundle " + bundle.bundleId();
    if (known) {
      long standing = fold.service(key).standingId();
      String standsFor = fold.service(key).standing().name().toLowerCase(Locale.ROOT);
      String detail = "%s by event %d, yet %s".formatted(standsFor, standing, there);
      add(KILLED_BUT_ALIVE, key, Optional.of(bundle), standing, detail, fix);
    } else {
      String detail = "no event deployed it, yet %s, %s".formatted(there, identity(bundle));
      add(ORPHAN_SERVICE, key, Optional.of(bundle), 0, detail, fix);
    }
  }

  private void stray(LiveBundle bundle) {
    Finding finding =
        Finding.of(
            ORPHAN_SERVICE,
            String.valueOf(bundle.bundleId()),
            "no event accounts for bundle %d, %s, %s%s"
                .formatted(bundle.bundleId(), identity(bundle), bundle.state(), names(bundle)),
            "stop and uninstall bundle " + bundle.bundleId(),
            true);
    suspicions.add(new Suspicion(finding, Optional.of(bundle), 0));
  }

  private static String identity(LiveBundle bundle) {
    return Printable.escape(
        "%s %s from %s".formatted(bundle.symbolicName(), bundle.version(), bundle.location()));
  }

  private static String names(LiveBundle bundle) {
    return bundle.services().isEmpty()
        ? ""
        : " and registers " + Printable.escape(String.join(", ", bundle.services()));
  }

  private void open(ServiceKey key, Intent intent) {
    Finding finding =
        Finding.of(
            OPEN_INTENT,
            key,
            String.valueOf(intent.eventId()),
            "the deploy that event %d began has no end and is not under way"
                .formatted(intent.eventId()),
            "close it by a service_deployment_failed",
            true);
    suspicions.add(new Suspicion(finding, Optional.empty(), intent.eventId()));
  }

  /** A hanging start or stop holds its bundle: nothing but the end of the process mends it. */
  private void add(
      Kind kind,
      ServiceKey key,
      Optional<LiveBundle> bundle,
      long cause,
      String detail,
      String fix) {
    boolean hangs = bundle.filter(Comparison::hangs).isPresent();
    String about =
        kind == DUPLICATE || kind == KILLED_BUT_ALIVE || kind == ORPHAN_SERVICE
            ? String.valueOf(bundle.orElseThrow().bundleId())
            : "";
    Finding finding =
        Finding.of(
            kind,
            key,
            about,
            detail,
            hangs ? "its start or stop hangs: restart the container" : fix,
            !hangs);
    suspicions.add(new Suspicion(finding, bundle, cause));
  }

  private static boolean hangs(LiveBundle bundle) {
    return bundle.state().equals("STARTING") || bundle.state().equals("STOPPING");
  }
}
