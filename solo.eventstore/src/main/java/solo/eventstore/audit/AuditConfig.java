package solo.eventstore.audit;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys of {@code etc/solo.eventstore.audit.cfg}. */
@ObjectClassDefinition(
    name = "Solo audit",
    description = "How heads of the event log are signed outside the data directory")
@interface AuditConfig {

  @AttributeDefinition(
      description = "Events after which a head is signed; 1 to 1000000, default 1000",
      min = "1",
      max = "1000000")
  int signEvery() default 1000;

  @AttributeDefinition(
      description =
          "Milliseconds without an event after which a head is signed, and at the latest after ten"
              + " times that; 100 to 3600000, default 10000",
      min = "100",
      max = "3600000")
  long signAfterMs() default 10_000;

  @AttributeDefinition(
      description =
          "Signed heads that the file has at most: with one more it drops the older half;"
              + " 100 to 100000, default 10000",
      min = "100",
      max = "100000")
  int keepHeads() default 10_000;

  @AttributeDefinition(
      description =
          "The file of the key that signs, mode 0400, outside the data directory; a relative path is"
              + " in the state directory, default audit.key")
  String keyFile() default "audit.key";
}
