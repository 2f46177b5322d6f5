package solo.core.directory;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The deploy directory. */
@ObjectClassDefinition(
    name = "Deploy directory",
    description = "How the deploy directory is watched and deployed from")
@interface DirectoryConfig {
  /** Between two scans without any hint. */
  @AttributeDefinition(
      description =
          "milliseconds between two scans of the deploy directory; most changes are seen earlier:"
              + " 100 to 60000, default 1000",
      min = "100",
      max = "60000")
  int scanIntervalMs() default 1000;

  /** How long a file must rest. */
  @AttributeDefinition(
      description =
          "milliseconds a file must stay as it is before it counts: 50 to 60000, default 500",
      min = "50",
      max = "60000")
  int settleMs() default 500;

  /** How many at once. */
  @AttributeDefinition(
      description = "how many files are deployed side by side: 1 to 64, default 4",
      min = "1",
      max = "64")
  int parallelDeploys() default 4;
}
