package solo.core.deployer;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the deployer; the spec of a service keeps what it was deployed with. */
@ObjectClassDefinition(
    name = "Solo deployer",
    description = "Time-outs, restart limits and bounds of deployed services")
@interface DeployerConfig {

  @AttributeDefinition(
      name = "Start time-out",
      description = "Milliseconds that the start of a service may take. 1 to 3600000, default 5000",
      min = "1",
      max = "3600000")
  long startTimeoutMs() default 5_000;

  @AttributeDefinition(
      name = "Stop time-out",
      description = "Milliseconds that the stop of a service may take. 1 to 3600000, default 5000",
      min = "1",
      max = "3600000")
  long stopTimeoutMs() default 5_000;

  @AttributeDefinition(
      name = "Restarts",
      description = "Restarts of a crashed service within the restart window. 0 to 1000, default 5",
      min = "0",
      max = "1000")
  int restarts() default 5;

  @AttributeDefinition(
      name = "Restart window",
      description = "Milliseconds in which restarts are counted. 1 to 86400000, default 60000",
      min = "1",
      max = "86400000")
  long restartWindowMs() default 60_000;

  @AttributeDefinition(
      name = "Largest artifact",
      description =
          "Bytes that a bundle may have at most. 1 to 2147483647, default 268435456 (256 MiB)",
      min = "1",
      max = "2147483647")
  long maxArtifactBytes() default 268_435_456;
}
