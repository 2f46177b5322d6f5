package solo.core.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.osgi.util.promise.Promise;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;
import solo.core.deploy.ServiceStatus;
import solo.core.testing.Loggers;

public class OperationsTest {

  @Test
  public void shd07_anOperationThatASimultaneousStopHasOverlookedIsAnswered() throws Exception {
    Iterator<Optional<String>> stop =
        List.of(Optional.<String>empty(), Optional.of("over")).iterator();
    ServiceQueues nothingRuns = new ServiceQueues(Runnable::run);
    Operations operations =
        new Operations(nothingRuns, Runnable::run, null, null, stop::next, Loggers.silent());

    Promise<ServiceStatus> answer =
        operations.submit(
            DeployWorld.key("a/one"),
            () -> {
              throw new AssertionError("it must not begin");
            });

    assertTrue("answered", answer.isDone());
    DeployException refused = (DeployException) answer.getFailure();
    assertEquals(Cause.SHUTTING_DOWN, refused.why());
    nothingRuns.open();
  }
}
