package solo.eventstore.audit;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.Test;
import solo.core.audit.Audit.Report;
import solo.core.audit.Audit.Witness;
import solo.eventstore.audit.SignedLine.Word;

/** What earlier versions signed, with key and log: later ones prove it and sign on. */
public class KeptHeadsTest extends AuditWorld {
  private static final int SIGNED = 35;

  @Test
  public void evt18_whatVersionOneSignedIsProvedAndSignedOnWithItsKey() throws Exception {
    keep("kept-1", "00000000000000000001.log");
    String publicKey = Files.readString(state().resolve("audit.pub"));
    Report kept = verified();
    sound(kept);
    assertEquals(SIGNED, kept.lastSigned());
    assertEquals(SIGNED, kept.events());

    List<String> before = Files.readAllLines(heads());
    assertEquals("solo-heads 1", before.remove(0));
    start();
    append(10);
    stop();
    Report more = verified();
    sound(more);
    assertEquals(SIGNED + 10, more.lastSigned());
    List<String> lines = Files.readAllLines(heads());
    assertEquals("the file is of this version", "solo-heads 2", lines.get(0));
    assertEquals("its lines are what they were", before, lines.subList(1, before.size() + 1));
    assertEquals("no new key", publicKey, Files.readString(state().resolve("audit.pub")));
  }

  /** Heads, a base, and that heads were gone and somebody accepted that. */
  @Test
  public void evt18_whatFormatTwoSaysIsReadAndGoneOnWith() throws Exception {
    keep("kept-2", "00000000000000000382.base", "00000000000000000383.log");
    Set<Word> words = EnumSet.noneOf(Word.class);
    new HeadsFile(heads(), DISK, keep).read().signed().map(SignedLine::word).forEach(words::add);
    assertEquals(EnumSet.allOf(Word.class), words);
    for (int starts = 0; starts < 2; starts++) {
      Report report = verified();
      sound(report);
      assertEquals(report.lastId(), report.lastSigned());
      assertEquals(382, report.kept().orElseThrow().through());
      assertEquals(Witness.SIGNED, report.kept().orElseThrow().witness());
      start();
      append(10);
      stop();
    }
    assertEquals(List.of(), keeper.status().findings());
  }

  private void keep(String version, String... log) {
    List.of(log).forEach(name -> keep(version, name, events()));
    List.of("heads", "audit.key", "audit.pub").forEach(name -> keep(version, name, state()));
  }

  private static void keep(String version, String name, Path directory) {
    try (InputStream kept = KeptHeadsTest.class.getResourceAsStream(version + "/" + name)) {
      Path file = Files.createDirectories(directory).resolve(name);
      Files.copy(kept, file);
      boolean key = name.equals("audit.key");
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(key ? "r--------" : "rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
