package solo.core.log;

import org.osgi.service.log.LogLevel;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The log file. */
@ObjectClassDefinition(name = "Log", description = "The log file, data/log/solo.log")
@interface LogConfig {
  /** The least severe level that is kept. */
  @AttributeDefinition(
      description =
          "the least severe level that is logged: AUDIT, ERROR, WARN, INFO, DEBUG or TRACE,"
              + " default INFO")
  LogLevel level() default LogLevel.INFO;

  /** Size of one file. */
  @AttributeDefinition(
      description = "bytes of one file before it is rotated: 10000 to 1000000000, default 10000000",
      min = "10000",
      max = "1000000000")
  long fileLimitBytes() default 10_000_000;

  /** How many files. */
  @AttributeDefinition(
      description = "how many files are kept, the one written to included: 1 to 100, default 5",
      min = "1",
      max = "100")
  int fileCount() default 5;
}
