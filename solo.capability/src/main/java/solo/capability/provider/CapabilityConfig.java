package solo.capability.provider;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What tokens may be granted, and how their use is told. */
@ObjectClassDefinition(
    name = "Tokens",
    description = "What tokens may be granted, and how their use is told")
public @interface CapabilityConfig {
  /** The longest life that can be asked for. */
  @AttributeDefinition(
      description =
          "seconds that a token may live from its grant or renewal: 1 to 3153600000, default"
              + " 2592000",
      min = "1",
      max = "3153600000")
  long maxTtlSeconds() default 2_592_000;

  /** The longest life with all renewals. */
  @AttributeDefinition(
      description =
          "seconds from its grant to which renewals may prolong a token's life: 1 to 3153600000,"
              + " default 31536000",
      min = "1",
      max = "3153600000")
  long maxRenewableSeconds() default 31_536_000;

  /** How long a chain of delegations may be. */
  @AttributeDefinition(
      description = "delegations, one from the other, that a token may have: 0 to 16, default 4",
      min = "0",
      max = "16")
  int maxDepth() default 4;

  /** Pace of the aggregates. */
  @AttributeDefinition(
      description =
          "milliseconds between two writings of how often tokens were used: 100 to 3600000,"
              + " default 60000",
      min = "100",
      max = "3600000")
  long aggregateIntervalMs() default 60_000;

  /** Events of denied uses. */
  @AttributeDefinition(
      description =
          "events a second that denied uses of one token, or of unknown ones, make at most: 1 to"
              + " 1000, default 5",
      min = "1",
      max = "1000")
  int deniedPerSecond() default 5;

  /** Pace of the clean-up. */
  @AttributeDefinition(
      description =
          "milliseconds between two clean-ups of expired tokens: 100 to 86400000, default 60000",
      min = "100",
      max = "86400000")
  long cleanupIntervalMs() default 60_000;
}
