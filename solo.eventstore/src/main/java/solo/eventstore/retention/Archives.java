package solo.eventstore.retention;

import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import solo.core.lifecycle.Directories;
import solo.core.lifecycle.ExitCode;
import solo.core.lifecycle.FatalExit;
import solo.eventstore.journal.ArchivedSegments;
import solo.eventstore.journal.JournalCursor;
import solo.eventstore.journal.JournalDoor;

/** The archived segments of this log. Safe for use by many threads. */
@Component(
    service = Archives.class,
    configurationPid = "solo.eventstore.retention",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RetentionConfig.class)
public final class Archives {
  private final JournalDoor door;
  private final Policy policy;

  /** In the configured directory, which need not be there. */
  @Activate
  public Archives(
      RetentionConfig config,
      @Reference Directories directories,
      @Reference JournalDoor door,
      @Reference FatalExit fatal) {
    this(policy(config, directories, fatal), door);
  }

  Archives(Policy policy, JournalDoor door) {
    this.policy = policy;
    this.door = door;
  }

  private static Policy policy(RetentionConfig config, Directories directories, FatalExit fatal) {
    try {
      return Policy.of(config, directories.data());
    } catch (IllegalArgumentException e) {
      fatal.exit(ExitCode.BAD_CONFIGURATION, "solo.eventstore.retention.cfg: " + e.getMessage());
      throw e;
    }
  }

  Policy policy() {
    return policy;
  }

  /** Those of what is taken out now. */
  public ArchivedSegments archived() throws IOException {
    return door.journal().archived(policy.archives());
  }

  /**
   * The records after an id, with those that are archived. To be closed by the caller.
   *
   * @throws IOException when the archives cannot be listed
   */
  public JournalCursor history(long afterId) throws IOException {
    return door.journal().history(policy.archives(), afterId);
  }
}
