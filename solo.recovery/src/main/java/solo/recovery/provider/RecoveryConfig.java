package solo.recovery.provider;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** When checkpoints are taken. */
@ObjectClassDefinition(name = "Recovery", description = "When checkpoints of the log are taken")
public @interface RecoveryConfig {
  /** Length of the tail. */
  @AttributeDefinition(
      description =
          "a checkpoint is taken when so many events follow the newest one: 100 to 10000000,"
              + " default 10000",
      min = "100",
      max = "10000000")
  long checkpointTailEvents() default 10_000;

  /** Pace of the watch. */
  @AttributeDefinition(
      description =
          "milliseconds between two looks at the length of the tail: 100 to 3600000, default 5000",
      min = "100",
      max = "3600000")
  long checkpointCheckIntervalMs() default 5_000;
}
