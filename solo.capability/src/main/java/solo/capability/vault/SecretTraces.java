package solo.capability.vault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.vault.SecretKey;

/** Which events made a table of secrets what it is, as far as a rule can tell. For one thread. */
final class SecretTraces {
  private final Map<SecretKey, Long> lastStored = new HashMap<>();
  private final Map<SecretKey, Long> lastEnded = new HashMap<>();
  private final Map<Long, First> firstOfKey = new HashMap<>();
  private final Map<SecretKey, List<First>> firstsOf = new HashMap<>();
  private final Map<String, Long> shredded = new HashMap<>();
  private long masterKeyBy;

  /** The event that was the first to name a data key, and the one that ended its secret. */
  private static final class First {
    private final long id;
    private long endedBy;

    First(long id) {
      this.id = id;
    }
  }

  /** Applies the event to the table; whether it may rest on it from now on. */
  boolean apply(Event event, SecretTable table) {
    SecretTable.Newest before = table.newestNumbers();
    List<SecretKey> changed = table.apply(event);
    SecretTable.Newest after = table.newestNumbers();
    Payload payload = event.payload();
    if (payload instanceof Payload.SecretStored stored) {
      changed.forEach(key -> lastStored.put(key, event.id()));
      if (after.keyId() > before.keyId()) {
        first(event, stored);
      }
    } else {
      changed.forEach(key -> ended(key, event.id()));
    }
    if (payload instanceof Payload.VaultShredded) {
      shredded.put(event.draft().tenant(), event.id());
      return true;
    }
    if (after.masterKey() > before.masterKey()) {
      masterKeyBy = event.id();
    }
    return !changed.isEmpty() || !after.equals(before);
  }

  private void first(Event event, Payload.SecretStored stored) {
    First first = new First(event.id());
    firstOfKey.put(stored.keyId(), first);
    SecretKey key = new SecretKey(event.draft().tenant(), stored.name());
    firstsOf.computeIfAbsent(key, k -> new ArrayList<>()).add(first);
  }

  private void ended(SecretKey key, long eventId) {
    lastEnded.put(key, eventId);
    List<First> firsts = firstsOf.remove(key);
    if (firsts != null) {
      firsts.forEach(first -> first.endedBy = eventId);
    }
  }

  /** The events that make the table. */
  Set<Long> ids(SecretTable table) {
    Set<Long> ids = new HashSet<>();
    table.entries().forEach((key, entry) -> add(key, entry, ids));
    SecretTable.Numbers numbers = table.numbers();
    if (table.versions().stream().noneMatch(v -> v.keyId() == numbers.newestKeyId())) {
      addKey(numbers.newestKeyId(), ids);
    }
    numbers.shreddedUpTo().values().forEach(keyId -> addKey(keyId, ids));
    ids.addAll(shredded.values());
    ids.add(masterKeyBy);
    return ids;
  }

  private void add(SecretKey key, SecretTable.Entry entry, Set<Long> ids) {
    entry.versions().forEach(version -> ids.add(version.eventId()));
    if (entry.versions().isEmpty()) {
      ids.add(lastStored.get(key));
      ids.add(lastEnded.get(key));
    }
  }

  private void addKey(long keyId, Set<Long> ids) {
    First first = firstOfKey.get(keyId);
    if (first != null) {
      ids.add(first.id);
      ids.add(first.endedBy);
    }
  }
}
