package solo.eventstore.provider;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys of {@code etc/solo.eventstore.cfg}. */
@ObjectClassDefinition(
    name = "Solo event store",
    description = "How the journal of events is written")
@interface EventStoreConfig {

  @AttributeDefinition(
      description =
          "Size of a new segment's file in bytes, a multiple of 4096;"
              + " 65536 to 67108864, default 16777216",
      min = "65536",
      max = "67108864")
  int segmentSizeBytes() default 16 << 20;

  @AttributeDefinition(
      description =
          "How many events may wait to be written before an append waits; 1 to 1000000, default 8192",
      min = "1",
      max = "1000000")
  int queueRecords() default 8192;

  @AttributeDefinition(
      description =
          "How many bytes of events may wait to be written before an append waits;"
              + " 1048576 to 1073741824, default 16777216",
      min = "1048576",
      max = "1073741824")
  long queueBytes() default 16L << 20;

  @AttributeDefinition(
      description =
          "How long the writer is idle before it seals the last batch, in milliseconds;"
              + " 0 to 1000, default 25",
      min = "0",
      max = "1000")
  int sealDelayMs() default 25;
}
