package solo.capability.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import solo.capability.projection.OpenProjection;
import solo.core.disk.Disk;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.fsck.OfflineCheck;
import solo.core.verify.Finding;

/**
 * The keyring is whole and has the data keys of all secrets, and the projection has none that the
 * log did not store. Needs no master key: whether ciphertexts open is for the container to see.
 */
public final class VaultCheck implements OfflineCheck {

  @Override
  public String name() {
    return "vault";
  }

  @Override
  public Result check(Offline offline) {
    SecretTable table = new SecretTable(Integer.MAX_VALUE);
    Map<Long, Event> stored = new HashMap<>();
    try (EventCursor log = offline.log().get()) {
      while (log.hasNext()) {
        Event event = log.next();
        table.apply(event);
        if (event.payload() instanceof Payload.SecretStored) {
          stored.put(event.id(), light(event, (Payload.SecretStored) event.payload()));
        }
      }
    }
    Path directory = offline.data().resolve("vault");
    List<Finding> findings = new ArrayList<>();
    String keyring = keyring(directory, table, findings);
    String projection = projection(directory.resolve("vault.mv"), stored, findings);
    return new Result(
        "%d secrets, %s, %s".formatted(table.newest().size(), keyring, projection), findings);
  }

  /** Ciphertexts by their digests: all of a log's may be more than memory holds. */
  private static Event light(Event event, Payload.SecretStored stored) {
    Payload payload =
        new Payload.SecretStored(
            stored.name(),
            stored.version(),
            stored.keyId(),
            digest(stored.ciphertext()),
            stored.bytes());
    EventDraft draft = event.draft();
    return new Event(
        event.id(),
        event.time(),
        event.boot(),
        new EventDraft(
            draft.tenant(),
            draft.subject(),
            draft.actor(),
            draft.reason(),
            draft.cause(),
            payload));
  }

  private static SecretRow light(SecretRow row) {
    return new SecretRow(row.version(), digest(row.ciphertext()));
  }

  private static String digest(String ciphertext) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(ciphertext.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String keyring(Path directory, SecretTable table, List<Finding> findings) {
    KeyringFile file = new KeyringFile(Disk.real(), directory, step -> {});
    Facts facts = table.facts();
    try {
      Optional<Keyring> ring = file.read();
      if (ring.isEmpty()) {
        if (facts.secrets() > 0) {
          findings.add(Orphans.keyring(file.path() + " is missing"));
        }
        return "no keyring";
      }
      if (ring.get().newest().number() < facts.masterKey()) {
        findings.add(
            Orphans.keyring(
                "%s is an older copy: it has master key %d, the log %d"
                    .formatted(file.path(), ring.get().newest().number(), facts.masterKey())));
      }
      table.versions().stream()
          .filter(version -> Orphans.lacksKey(version, ring.get()))
          .map(Orphans::withoutKey)
          .forEach(findings::add);
      return "%d data keys under master key %d"
          .formatted(ring.get().keys().size(), ring.get().newest().number());
    } catch (IOException e) {
      findings.add(Orphans.keyring(file.path() + " cannot be used: " + e.getMessage()));
      return "the keyring cannot be read";
    }
  }

  /** One that is missing or cannot be read is made anew by the next start. */
  private static String projection(Path file, Map<Long, Event> stored, List<Finding> findings) {
    if (Files.notExists(file)) {
      return "no projection";
    }
    OpenProjection projection = null;
    try {
      projection = OpenProjection.openForReading(file);
      int rows = 0;
      for (Iterator<SecretRow> all = SecretStore.rows(projection); all.hasNext(); rows++) {
        SecretRow row = light(all.next());
        Orphans.of(row, Optional.ofNullable(stored.get(row.version().eventId())))
            .ifPresent(findings::add);
      }
      return "%d versions in the projection at event %d".formatted(rows, projection.head().id());
    } catch (RuntimeException | Error e) {
      // a broken file can ask for any depth or any amount of memory
      return "the projection cannot be read, and the next start makes it anew: " + e.getMessage();
    } finally {
      if (projection != null) {
        projection.abandon();
      }
    }
  }
}
