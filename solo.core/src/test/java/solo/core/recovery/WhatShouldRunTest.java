package solo.core.recovery;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.junit.Test;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Payload;
import solo.core.recovery.ServiceRecord.FileMark;
import solo.core.recovery.ServiceRecord.FileOutcome;
import solo.core.recovery.ServiceRecord.Intent;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.tenant.ServiceKey;
import solo.core.vault.Seal;

/** Compares {@link WhatShouldRun} with the page's tables, over every combination of its inputs. */
public class WhatShouldRunTest {
  private static final ServiceKey KEY = new ServiceKey("acme", "web");
  private static final List<String> DIGESTS =
      List.of("a".repeat(64), "b".repeat(64), "c".repeat(64));
  private static final String SPEC = DIGESTS.get(0);
  private static final long STANDING_ID = 50;

  /** One combination: what the log, the directory and the notes say of one service. */
  private record Case(
      ServiceRecord record,
      Optional<String> file,
      boolean trusted,
      Optional<Suspects.Note> note,
      Seal seal) {

    Decision decision() {
      TreeMap<ServiceKey, ServiceRecord> services = new TreeMap<>(Map.of(KEY, record));
      return WhatShouldRun.decide(
              new SystemState(100, true, false, services),
              new DeployFiles(trusted, file.map(f -> Map.of(KEY, f)).orElse(Map.of())),
              new Suspects(note.map(n -> Map.of(KEY, n)).orElse(Map.of())),
              seal)
          .get(KEY);
    }

    String standing() {
      boolean quarantine = record.standing() == Standing.DEPLOYED && suspect().equals("3 deaths");
      return quarantine ? "quarantined" : record.standing().name().toLowerCase();
    }

    String suspect() {
      if (note.isEmpty()) {
        return "none";
      }
      if (!note.get().digest().equals(SPEC)) {
        return "other code";
      }
      return note.get().deaths() < 3 ? "0 to 2 deaths" : "3 deaths";
    }

    String vault() {
      boolean names = record.spec().filter(s -> !s.secretNames().isEmpty()).isPresent();
      return names ? seal.name().toLowerCase() : "not named";
    }

    String content() {
      boolean seen = file.equals(record.file().map(FileMark::digest));
      return file.isEmpty() ? "absent" : seen ? "seen" : "new";
    }

    String code() {
      boolean spec = file.isPresent() && file.equals(record.spec().map(ServiceSpec::digest));
      return spec ? "spec" : "other";
    }

    String mark() {
      if (record.file().isEmpty()) {
        return "none";
      }
      FileMark mark = record.file().get();
      if (mark.outcome() != FileOutcome.INTERRUPTED) {
        return mark.outcome().name().toLowerCase();
      }
      return mark.interruptions() < 2 ? "interrupted once" : "interrupted twice";
    }

    String since() {
      boolean nothing = record.file().filter(m -> m.eventId() > record.standingId()).isPresent();
      return nothing ? "nothing" : "something";
    }

    String by() {
      return record.specActor().startsWith("directory:") ? "directory" : "other";
    }
  }

  @Test
  public void rec29_everyCombinationIsDecidedAsTheTableOfVerdictsSays() {
    compare(
        "verdict",
        (row, c) ->
            fits(row, "standing", c.record().standing().name().toLowerCase())
                && fits(row, "open intent", c.record().open().isPresent() ? "yes" : "no")
                && fits(row, "suspect", c.suspect())
                && fits(row, "vault", c.vault()),
        (row, c) -> row.get("verdict").equals(c.decision().verdict().name()));
  }

  @Test
  public void rec29_everyCombinationIsDecidedAsTheTableOfFilesSays() {
    compare(
        "file",
        (row, c) ->
            fits(row, "open intent", c.record().open().isPresent() ? "yes" : "no")
                && fits(row, "directory", c.trusted() ? "trusted" : "untrusted")
                && fits(row, "content", c.content())
                && fits(row, "code", c.code())
                && fits(row, "standing", c.standing())
                && fits(row, "deployed by", c.by())
                && fits(row, "mark", c.mark())
                && fits(row, "since", c.since()),
        (row, c) -> row.get("action").equals(c.decision().file().name()));
  }

  @Test
  public void theTablesNameOnlyEventsThatThereAre() {
    for (String table : List.of("verdict", "file")) {
      for (Map<String, String> row : DocTable.rows(table)) {
        String event = row.get("event");
        assertTrue(table + ": " + event, event.isEmpty() || Payload.types().containsKey(event));
      }
    }
  }

  @Test
  public void rec29_onlyAnAcknowledgedSpecRunsAndItRunsWhole() {
    for (Case c : cases()) {
      Decision decision = c.decision();
      boolean wants = decision.verdict().wants();
      boolean holds =
          decision.spec().equals(wants ? c.record().spec() : Optional.empty())
              && decision.specId() == (wants ? c.record().specId() : 0)
              && (!decision.verdict().runs() || !c.vault().equals("sealed"))
              && (!wants || c.record().standing() == Standing.DEPLOYED)
              && decision.close().equals(c.record().open());
      if (!holds) {
        throw new AssertionError(c + "\nis decided " + decision);
      }
    }
  }

  @Test
  public void aServiceThatOnlyTheDirectoryKnowsIsDeployed() {
    Decision decision =
        WhatShouldRun.decide(
                SystemState.EMPTY,
                new DeployFiles(true, Map.of(KEY, SPEC)),
                Suspects.NONE,
                Seal.OPEN)
            .get(KEY);
    assertEquals(Decision.FileAction.DEPLOY, decision.file());
    assertEquals(Decision.Verdict.UNDEPLOYED, decision.verdict());
  }

  private static void compare(
      String table,
      BiPredicate<Map<String, String>, Case> fits,
      BiPredicate<Map<String, String>, Case> holds) {
    List<Map<String, String>> rows = DocTable.rows(table);
    Set<Map<String, String>> used = new HashSet<>();
    for (Case c : cases()) {
      Map<String, String> row =
          rows.stream()
              .filter(r -> fits.test(r, c))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no row of " + table + " fits " + c));
      used.add(row);
      if (!holds.test(row, c)) {
        throw new AssertionError(row + "\nnot so for " + c + "\nbut " + c.decision());
      }
    }
    for (Map<String, String> row : rows) {
      assertTrue("no combination needs the row " + row, used.contains(row));
    }
  }

  private static boolean fits(Map<String, String> row, String column, String value) {
    String cell = row.get(column);
    return cell.equals("any") || cell.equals(value);
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (ServiceRecord record : records()) {
      for (Optional<String> file : orNone(DIGESTS)) {
        for (Optional<Suspects.Note> note : notes()) {
          for (Seal seal : Seal.values()) {
            cases.add(new Case(record, file, true, note, seal));
            cases.add(new Case(record, file, false, note, seal));
          }
        }
      }
    }
    return cases;
  }

  private static List<ServiceRecord> records() {
    List<ServiceRecord> records = new ArrayList<>();
    Intent intent = new Intent(90, Histories.spec(DIGESTS.get(1)), "owner:ann");
    for (Optional<FileMark> mark : marks()) {
      for (Optional<Intent> open : orNone(List.of(intent))) {
        records.add(
            new ServiceRecord(KEY, Standing.UNDEPLOYED, 0, 0, Optional.empty(), 0, "", open, mark));
        for (Standing standing :
            List.of(Standing.DEPLOYED, Standing.KILLED, Standing.QUARANTINED)) {
          for (String actor : List.of("owner:ann", "directory:acme")) {
            for (String secrets : List.of("", "api.key,db.password")) {
              records.add(
                  new ServiceRecord(
                      KEY,
                      standing,
                      STANDING_ID,
                      0,
                      Optional.of(Histories.spec(SPEC, secrets)),
                      standing == Standing.DEPLOYED ? STANDING_ID : 7,
                      actor,
                      open,
                      mark));
            }
          }
        }
      }
    }
    return records;
  }

  private static List<Optional<FileMark>> marks() {
    List<FileMark> marks = new ArrayList<>();
    for (String digest : DIGESTS.subList(0, 2)) {
      for (long id : new long[] {STANDING_ID - 1, STANDING_ID + 1}) {
        for (FileOutcome outcome : FileOutcome.values()) {
          for (int deaths = 0; deaths <= 2; deaths++) {
            marks.add(new FileMark(digest, outcome, id, deaths));
          }
        }
      }
    }
    return orNone(marks);
  }

  private static List<Optional<Suspects.Note>> notes() {
    List<Suspects.Note> notes = new ArrayList<>();
    for (String digest : DIGESTS.subList(0, 2)) {
      for (int deaths : new int[] {0, 2, 3}) {
        notes.add(new Suspects.Note(digest, deaths));
      }
    }
    return orNone(notes);
  }

  private static <T> List<Optional<T>> orNone(List<T> some) {
    List<Optional<T>> all = new ArrayList<>(List.of(Optional.empty()));
    some.forEach(one -> all.add(Optional.of(one)));
    return all;
  }
}
