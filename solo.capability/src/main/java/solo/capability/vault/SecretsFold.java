package solo.capability.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.fold.Fact;
import solo.core.fold.Fingerprint;
import solo.core.fold.LogFold;
import solo.core.vault.SecretKey;
import solo.core.vault.SecretVersion;

/**
 * The secrets as {@link SecretTable} has them, with as many versions as may ever be kept, and the
 * events that they rest on: applied alone those make the same, which is tried each time some are
 * left out. How often a key has encrypted is no part of it: that rests on every secret ever stored,
 * and no log comes near to where it counts.
 */
final class SecretsFold implements LogFold {
  /** The highest that can be configured. */
  static final int VERSIONS = 1_000;

  private static final int FIRST = 200;

  private final SecretTable table = new SecretTable(VERSIONS);
  private final SecretTraces traces = new SecretTraces();
  private List<Event> kept = new ArrayList<>();
  private int most = FIRST;

  @Override
  public void apply(Event event) {
    if (!traces.apply(event, table)) {
      return;
    }
    kept.add(light(event));
    if (kept.size() > most) {
      reduce();
      most = Math.max(FIRST, 2 * kept.size());
    }
  }

  /** Without the ciphertext, which the table does not look at. */
  private static Event light(Event event) {
    if (!(event.payload() instanceof Payload.SecretStored s)) {
      return event;
    }
    EventDraft d = event.draft();
    Payload payload = new Payload.SecretStored(s.name(), s.version(), s.keyId(), "", s.bytes());
    EventDraft draft = new EventDraft(d.tenant(), d.subject(), d.actor(), "", d.cause(), payload);
    return new Event(event.id(), event.time(), event.boot(), draft);
  }

  private void reduce() {
    Set<Long> guess = traces.ids(table);
    List<Event> few = kept.stream().filter(event -> guess.contains(event.id())).toList();
    SecretTable made = new SecretTable(VERSIONS);
    few.forEach(made::apply);
    if (all(made).equals(all(table))) {
      kept = new ArrayList<>(few);
    }
  }

  /** All that is derived. */
  private record All(
      Map<SecretKey, SecretTable.Entry> entries,
      long newestKeyId,
      int masterKey,
      Map<String, Long> shreddedUpTo) {}

  private static All all(SecretTable table) {
    SecretTable.Numbers numbers = table.numbers();
    return new All(
        table.entries(), numbers.newestKeyId(), numbers.masterKey(), numbers.shreddedUpTo());
  }

  @Override
  public List<Long> restsOn() {
    reduce();
    return kept.stream().map(Event::id).toList();
  }

  @Override
  public List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    table
        .entries()
        .forEach(
            (key, entry) ->
                entry.newest().ifPresent(newest -> facts.add(fact(entry.versions(), newest))));
    return facts;
  }

  private static Fact fact(List<SecretVersion> versions, SecretVersion newest) {
    int first = versions.get(0).version();
    SortedMap<String, String> fields = new TreeMap<>();
    fields.put("version", String.valueOf(newest.version()));
    fields.put("versionsFrom", String.valueOf(first));
    fields.put("keyId", String.valueOf(newest.keyId()));
    fields.put("bytes", String.valueOf(newest.bytes()));
    fields.put("stored", newest.stored().toString());
    fields.put("storedBy", newest.storedBy());
    fields.put("eventId", String.valueOf(newest.eventId()));
    return new Fact("secret", newest.key().tenant(), newest.key().name(), fields);
  }

  @Override
  public String fingerprint() {
    return new Fingerprint().add(all(table)).hex();
  }

  /** What it stands on, for a comparison. */
  SecretTable table() {
    return table;
  }
}
