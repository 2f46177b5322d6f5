package solo.shell.provider;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Asks the health checks of Solo's parts. One that hangs is itself a finding. */
@Component(service = Health.class)
public final class Health {
  private static final long ANSWER_WITHIN_MS = 2_000;

  @Reference(
      service = HealthCheck.class,
      target = "(" + HealthCheck.TAGS + "=solo)",
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  volatile List<Map.Entry<Map<String, Object>, HealthCheck>> checks = List.of();

  private final long answerWithinMs;
  private final Map<HealthCheck, Future<Result>> running = new ConcurrentHashMap<>();
  private final ExecutorService threads;

  public Health() {
    this(ANSWER_WITHIN_MS, daemons());
  }

  Health(long answerWithinMs, ExecutorService threads) {
    this.answerWithinMs = answerWithinMs;
    this.threads = threads;
  }

  /** As many threads as there are checks under way. */
  static ExecutorService daemons() {
    return Executors.newCachedThreadPool(
        task -> {
          Thread thread = new Thread(task, "solo-shell-health");
          thread.setDaemon(true);
          return thread;
        });
  }

  @Deactivate
  void stop() {
    threads.shutdownNow();
  }

  /** What is not OK, by the check's name; waits a bounded time for all of them together. */
  List<Finding> findings() throws InterruptedException {
    Map<HealthCheck, String> names = new IdentityHashMap<>();
    checks.forEach(check -> names.put(check.getValue(), name(check)));
    running.keySet().retainAll(names.keySet());
    names.keySet().forEach(this::start);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(answerWithinMs);
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<HealthCheck, String> check : names.entrySet()) {
      findings.addAll(answer(check.getKey(), check.getValue(), deadline));
    }
    findings.sort(Comparator.comparing(Finding::check));
    return findings;
  }

  /** A check that has not answered yet is not asked again: so hanging ones pile up no threads. */
  private Future<Result> start(HealthCheck check) {
    return running.computeIfAbsent(check, c -> threads.submit(c::execute));
  }

  private List<Finding> answer(HealthCheck check, String name, long deadline)
      throws InterruptedException {
    try {
      Result result =
          start(check).get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      running.remove(check);
      return result.isOk() ? List.of() : List.of(finding(name, result));
    } catch (TimeoutException e) {
      String late = "gave no answer within " + answerWithinMs + " ms";
      return List.of(new Finding(name, Result.Status.HEALTH_CHECK_ERROR.name(), late));
    } catch (ExecutionException e) {
      running.remove(check);
      return List.of(
          new Finding(name, Result.Status.HEALTH_CHECK_ERROR.name(), e.getCause().toString()));
    }
  }

  private static Finding finding(String name, Result result) {
    String message =
        StreamSupport.stream(result.spliterator(), false)
            .filter(entry -> entry.getStatus() != Result.Status.OK)
            .map(ResultLog.Entry::getMessage)
            .collect(Collectors.joining("; "));
    return new Finding(name, result.getStatus().name(), message);
  }

  private static String name(Map.Entry<Map<String, Object>, HealthCheck> check) {
    Object name = check.getKey().get(HealthCheck.NAME);
    return name == null ? check.getValue().getClass().getSimpleName() : name.toString();
  }
}
