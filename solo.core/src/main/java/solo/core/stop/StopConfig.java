package solo.core.stop;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How long the parts of a stop may take; together they bound the whole. */
@ObjectClassDefinition(
    name = "Solo stop",
    description = "How long the parts of a stop may take; with a second between them that is all")
@interface StopConfig {

  @AttributeDefinition(
      name = "Drain",
      description =
          "Milliseconds in which deploys and kills that are under way may end. 100 to 600000,"
              + " default 8000",
      min = "100",
      max = "600000")
  long drainMs() default 8_000;

  @AttributeDefinition(
      name = "Services",
      description =
          "Milliseconds in which all services together may stop. 100 to 3600000, default 12000",
      min = "100",
      max = "3600000")
  long servicesMs() default 12_000;

  @AttributeDefinition(
      name = "Flush",
      description =
          "Milliseconds for the checkpoint, the flush of all stores and the last event. 100 to"
              + " 600000, default 4000",
      min = "100",
      max = "600000")
  long flushMs() default 4_000;

  @AttributeDefinition(
      name = "Close",
      description = "Milliseconds in which Solo's own parts may close. 100 to 600000, default 3000",
      min = "100",
      max = "600000")
  long closeMs() default 3_000;

  @AttributeDefinition(
      name = "Framework",
      description =
          "Milliseconds in which the framework may stop after that. 100 to 600000, default 2000",
      min = "100",
      max = "600000")
  long frameworkMs() default 2_000;
}
