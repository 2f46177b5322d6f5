package solo.core.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import solo.core.disk.Disk;
import solo.core.fsck.OfflineCheck;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.tenant.ServiceKey;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/** The artifacts that the log names: each there, with the bytes of its name. */
public final class ArtifactsCheck implements OfflineCheck {
  private static final Disk DISK = Disk.real();

  @Override
  public String name() {
    return "artifacts";
  }

  @Override
  public Result check(Offline offline) throws IOException {
    Path directory = offline.data().resolve("artifacts");
    TreeMap<String, ServiceKey> named = named(offline);
    Set<String> others =
        Files.isDirectory(directory)
            ? new TreeSet<>(ContentAddressedArtifacts.digests(DISK, directory))
            : new TreeSet<>();
    others.removeAll(named.keySet());
    List<Finding> findings = new ArrayList<>();
    int done = 0;
    for (var artifact : named.entrySet()) {
      offline.progress().accept("artifacts: %d of %d".formatted(++done, named.size()));
      check(directory.resolve(artifact.getKey()), artifact.getKey(), artifact.getValue())
          .forEach(findings::add);
    }
    String summary =
        "%d of %d that services run from are whole, %d others"
            .formatted(named.size() - findings.size(), named.size(), others.size());
    return new Result(summary, findings);
  }

  /** Those that a start needs, each with the first service that runs from it. */
  private static TreeMap<String, ServiceKey> named(Offline offline) {
    TreeMap<String, ServiceKey> named = new TreeMap<>();
    for (ServiceRecord service : offline.fold().services().values()) {
      if (service.standing() == Standing.DEPLOYED) {
        service.spec().ifPresent(spec -> named.putIfAbsent(spec.digest(), service.key()));
      }
    }
    return named;
  }

  private static List<Finding> check(Path file, String digest, ServiceKey key) {
    String fix =
        "restore data/artifacts/%s from a backup, or deploy the same file again: solo:deploy"
            .formatted(digest);
    try {
      ContentAddressedArtifacts.verify(DISK, file, digest);
      return List.of();
    } catch (NoSuchFileException e) {
      String detail = "the artifact is missing: " + file;
      return List.of(Finding.of(Kind.ARTIFACT_MISSING, key, digest, detail, fix, false));
    } catch (IOException e) {
      String detail = String.valueOf(e.getMessage());
      return List.of(Finding.of(Kind.ARTIFACT_CORRUPT, key, digest, detail, fix, false));
    }
  }
}
