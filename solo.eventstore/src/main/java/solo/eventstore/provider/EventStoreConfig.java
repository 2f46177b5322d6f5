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

  @AttributeDefinition(
      description =
          "By how much the machine's clock may leap, in milliseconds, and be followed unasked;"
              + " 60000 to 2592000000, default 3600000",
      min = "60000",
      max = "2592000000")
  long clockLeapMs() default 3_600_000;

  @AttributeDefinition(
      description =
          "How many days the machine's clock may be ahead of the last event at start, and be"
              + " followed unasked; 1 to 3650, default 30",
      min = "1",
      max = "3650")
  int clockStartLeapDays() default 30;
}
