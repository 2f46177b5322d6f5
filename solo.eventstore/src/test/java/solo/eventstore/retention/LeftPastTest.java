package solo.eventstore.retention;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Test;
import solo.core.event.Event;
import solo.core.retention.Retention.Action;

/** Retention of a log that was put back to an earlier state, with the archives made since. */
public class LeftPastTest extends Shortening {
  private static final int LIMIT = 32 << 10;

  @Before
  public void archiveAndGoBack() throws Exception {
    append(300, new Random(1));
    close();
    Path events = data().resolve("events");
    Path copy = data().resolve("copy");
    try (Stream<Path> files = Files.list(events)) {
      Files.createDirectory(copy);
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    open();
    append(500, new Random(2));
    apply(Action.ARCHIVE);
    close();
    Files.move(events, data().resolve("left"));
    Files.move(copy, events);
    open();
    written.clear();
    append(700, new Random(3));
  }

  @Test
  public void itsArchivesArePutAsideAndTheLogSaysSo() throws Exception {
    apply(Action.ARCHIVE);
    assertTrue(log.toString(), log.stream().anyMatch(line -> line.contains("put aside as")));
    assertHistoryIsOwn();
  }

  @Test
  public void itsArchivesArePutAsideAlsoWhereSegmentsAreDeleted() throws Exception {
    apply(Action.DELETE);
    assertTrue(log.toString(), log.stream().anyMatch(line -> line.contains("put aside as")));
    List<Event> read = fromArchives();
    List<Long> ids = read.stream().map(Event::id).toList();
    assertEquals(ids.stream().sorted().distinct().toList(), ids);
    assertTrue(new HashSet<>(read).containsAll(all(store.read(0))));
    assertOwn(read);
  }

  @Test
  public void anArchiveDirectoryThatIsNoneKeepsNothingFromBeingDeleted() throws Exception {
    Path archive = data().resolve("archive");
    Files.move(archive, data().resolve("moved"));
    Files.createFile(archive);
    assertTrue(apply(Action.DELETE).isPresent());
    assertTrue(log.toString(), log.stream().anyMatch(line -> line.contains("were not looked at")));
  }

  private Optional<Event> apply(Action action) throws Exception {
    return retention(LIMIT, action).apply(ADA, "a test", step -> {});
  }

  private void assertHistoryIsOwn() throws IOException {
    List<Event> read = fromArchives();
    for (int i = 0; i < read.size(); i++) {
      assertEquals(i + 1, read.get(i).id());
    }
    assertTrue(new HashSet<>(read).containsAll(written));
    assertOwn(read);
  }

  private void assertOwn(List<Event> read) {
    long first = written.get(0).id();
    HashSet<Event> own = new HashSet<>(written);
    List<Event> others =
        read.stream()
            .filter(event -> event.id() >= first && event.id() < first + written.size())
            .filter(event -> !own.contains(event))
            .toList();
    assertFalse(read.isEmpty());
    assertEquals(List.of(), others);
  }
}
