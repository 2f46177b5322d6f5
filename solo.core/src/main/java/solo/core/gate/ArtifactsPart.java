package solo.core.gate;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
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
 * runs from it, else it is told and left out. Damaged ones are an error too. Where an event cannot
 * be read, all that there are: a newer version may read in it which it needs.
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
    Set<String> all = new TreeSet<>(named.all());
    if (!named.readable()) {
      all.addAll(artifacts.digests());
    }
    for (String digest : all) {
      try {
        artifacts.verify(digest);
      } catch (IOException e) {
        withoutIt(digest, named, e);
        continue;
      }
      add(sink, digest, named);
    }
  }

  /** One that was there a moment ago is gone where the deploy that brought it has failed. */
  private void add(Sink sink, String digest, NamedArtifacts named) throws IOException {
    InputStream opened;
    try {
      opened = new FileInputStream(artifacts.path(digest).toFile());
    } catch (FileNotFoundException e) {
      withoutIt(digest, named, e);
      return;
    }
    try (InputStream bytes = opened) {
      sink.add("artifacts/" + digest, bytes);
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
