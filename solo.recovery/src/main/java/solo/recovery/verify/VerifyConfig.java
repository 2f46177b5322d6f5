package solo.recovery.verify;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What is verified and mended without being asked. */
@ObjectClassDefinition(
    name = "Verify",
    description = "What is verified and mended without being asked for it")
public @interface VerifyConfig {
  /** The switch. */
  @AttributeDefinition(
      description =
          "fix: verify at the start and on a schedule and mend what may be mended; report: verify"
              + " and mend nothing; off: verify when asked alone; default fix",
      options = {
        @Option(label = "fix", value = "fix"),
        @Option(label = "report", value = "report"),
        @Option(label = "off", value = "off")
      })
  String autoFix() default "fix";

  /** The budget of all. */
  @AttributeDefinition(
      description = "automatic repairs tried within an hour, in all: 0 to 100000, default 20",
      min = "0",
      max = "100000")
  int fixesPerHour() default 20;

  /** The budget of one. */
  @AttributeDefinition(
      description = "automatic repairs of one service within an hour: 0 to 1000, default 3",
      min = "0",
      max = "1000")
  int fixesPerServicePerHour() default 3;

  /** Pace of the quick verify. */
  @AttributeDefinition(
      description = "milliseconds between two quick verifies: 200 to 86400000, default 60000",
      min = "200",
      max = "86400000")
  long quickIntervalMs() default 60_000;

  /** Pace of the deep verify. */
  @AttributeDefinition(
      description =
          "milliseconds from the end of a deep verify to the next:"
              + " 1000 to 31536000000, default 86400000",
      min = "1000",
      max = "31536000000")
  long deepIntervalMs() default 86_400_000;

  /** Duty cycle of the deep verify. */
  @AttributeDefinition(
      description =
          "of the time of one processor a scheduled deep verify takes at most so many percent:"
              + " 1 to 100, default 10",
      min = "1",
      max = "100")
  int deepPacePercent() default 10;
}
