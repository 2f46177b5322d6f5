package solo.eventstore.retention;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code etc/solo.eventstore.retention.cfg}. */
@ObjectClassDefinition(name = "Solo retention", description = "How much of the log is kept")
@interface RetentionConfig {

  @AttributeDefinition(
      description =
          "How many days an event stays in the log at least, 0 for ever; 0 to 36500, default 0",
      min = "0",
      max = "36500")
  int maxAgeDays() default 0;

  @AttributeDefinition(
      description =
          "How many bytes the log's segments may have before the oldest go, 0 for any number;"
              + " 0 to 9223372036854775807, default 0",
      min = "0")
  long maxBytes() default 0;

  @AttributeDefinition(
      description =
          "What becomes of a segment that goes: archive, a compressed copy is kept; delete;"
              + " default archive",
      options = {
        @Option(label = "a compressed copy is kept", value = "archive"),
        @Option(label = "nothing is kept", value = "delete")
      })
  String action() default "archive";

  @AttributeDefinition(
      description =
          "Where archived segments are: absolute, or under the data directory; default archive")
  String archiveDirectory() default "archive";

  @AttributeDefinition(
      description =
          "How often it is looked whether something goes, in milliseconds;"
              + " 100 to 86400000, default 600000",
      min = "100",
      max = "86400000")
  int intervalMs() default 600_000;
}
