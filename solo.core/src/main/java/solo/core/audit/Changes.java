package solo.core.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import solo.core.audit.Past.Change;
import solo.core.audit.Past.How;
import solo.core.fold.Fact;

/** Compares facts by their names. */
final class Changes {
  private static final SortedMap<String, String> NONE = Collections.emptySortedMap();

  private Changes() {}

  static Map<String, Fact> byName(List<Fact> facts) {
    Map<String, Fact> byName = new TreeMap<>();
    facts.forEach(fact -> byName.put(fact.kind() + "\0" + fact.tenant() + "\0" + fact.key(), fact));
    return byName;
  }

  static List<Change> between(Map<String, Fact> before, Map<String, Fact> after) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    List<Change> changes = new ArrayList<>();
    for (String name : names) {
      Fact old = before.get(name);
      Fact now = after.get(name);
      if (old == null) {
        changes.add(change(How.ADDED, now, NONE, now.fields()));
      } else if (now == null) {
        changes.add(change(How.REMOVED, old, old.fields(), NONE));
      } else if (!old.equals(now)) {
        changes.add(change(How.CHANGED, now, old.fields(), now.fields()));
      }
    }
    return changes;
  }

  private static Change change(
      How how, Fact fact, SortedMap<String, String> before, SortedMap<String, String> after) {
    return new Change(how, fact.kind(), fact.tenant(), fact.key(), before, after);
  }
}
