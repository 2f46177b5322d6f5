package solo.core.fold;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * How a part of the container joins retention, {@code state}, {@code diff}, backup and restore: a
 * service, and a class with a public constructor without parameters, named in {@code
 * META-INF/services/solo.core.fold.LogFoldFactory} of its bundle, for where there is no framework.
 * Safe for use by many threads.
 */
@ConsumerType
public interface LogFoldFactory {

  /** What is folded, in one word: {@code services}, {@code tokens}. */
  String name();

  /** A new, empty fold. */
  LogFold begin();
}
