package solo.core.gate;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import solo.core.backup.BackupPart;
import solo.core.deploy.Artifacts;
import solo.core.event.EventStore;
import solo.core.recovery.CheckpointStore;
import solo.core.tenant.ServiceKey;

/**
 * The artifacts that a log names, for a backup. One that is missing is an error where a service
 * runs from it, else it is told and left out. Damaged ones are an error too.
 */
@Component
public final class ArtifactsPart implements BackupPart {
  private final Artifacts artifacts;
  private final EventStore events;
  private final CheckpointStore checkpoints;
  private final Logger logger;

  /** Artifacts that the store's events name. */
  @Activate
  public ArtifactsPart(
      @Reference Artifacts artifacts,
      @Reference EventStore events,
      @Reference CheckpointStore checkpoints,
      @Reference(service = LoggerFactory.class) Logger logger) {
    this.artifacts = artifacts;
    this.events = events;
    this.checkpoints = checkpoints;
    this.logger = logger;
  }

  @Override
  public String name() {
    return "artifacts";
  }

  @Override
  public void add(Sink sink, long atId) throws IOException {
    NamedArtifacts named = NamedArtifacts.of(events, checkpoints.list(), atId);
    for (String digest : named.all()) {
      try {
        artifacts.verify(digest);
      } catch (IOException e) {
        withoutIt(digest, named, e);
        continue;
      }
      try (InputStream bytes = new FileInputStream(artifacts.path(digest).toFile())) {
        sink.add("artifacts/" + digest, bytes);
      }
    }
  }

  private void withoutIt(String digest, NamedArtifacts named, IOException why) throws IOException {
    ServiceKey key = named.needed().get(digest);
    if (key != null) {
      throw new IOException(
          "service %s could not be brought back, so there is no backup: artifact %s: %s; deploy the same file again"
              .formatted(key, digest, why.getMessage()),
          why);
    }
    logger.warn(
        "Artifact {} is not in the backup; no service needs it: {}", digest, why.getMessage());
  }
}
