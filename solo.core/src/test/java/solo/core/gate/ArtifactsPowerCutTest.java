package solo.core.gate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.Test;
import solo.core.disk.PowerCuts;
import solo.core.disk.SimDisk;
import solo.core.disk.Story;
import solo.core.testing.Loggers;

/** Artifacts on a disk that loses its power, or fails: what was kept is there, and nothing else. */
public class ArtifactsPowerCutTest {
  private static final long SEED = 20_260_401;
  private static final Path DIR = Path.of("/sim/artifacts");

  @Test
  public void flt02_03_04_05_whatWasKeptIsThereAndWhole() throws Exception {
    new PowerCuts<>(new Life(), SEED)
        .crashes(1_500)
        .faults(2)
        .controlled("no force", disk -> disk.forgetsForces = true)
        .controlled("kept before the force", disk -> disk.forcesLate = true)
        .controlled("no force of the directory", disk -> disk.forgetsDirectories = true)
        .print();
  }

  /** Keeps and removes a few contents again and again. */
  private static class Life implements Story<Set<String>> {
    @Override
    public String name() {
      return "artifacts";
    }

    @Override
    public Set<String> nothing() {
      return Set.of();
    }

    @Override
    public int count(Set<String> acked) {
      return acked.size();
    }

    private static ContentAddressedArtifacts open(SimDisk disk) throws IOException {
      return new ContentAddressedArtifacts(disk, DIR, (code, reason) -> {}, Loggers.silent());
    }

    @Override
    public void live(SimDisk disk, Set<String> from, Random random, Consumer<Set<String>> acked)
        throws IOException {
      ContentAddressedArtifacts artifacts = open(disk);
      Set<String> kept = new TreeSet<>(from);
      for (int i = 0; i < 12; i++) {
        byte[] content = content(random.nextInt(6));
        if (random.nextInt(4) > 0) {
          keep(artifacts, content, kept);
        } else {
          remove(artifacts, content, kept, acked);
        }
        acked.accept(Set.copyOf(kept));
      }
    }

    private static void keep(
        ContentAddressedArtifacts artifacts, byte[] content, Set<String> kept) {
      try {
        String digest = artifacts.keep(new ByteArrayInputStream(content)).digest();
        assertEquals(digest(content), digest);
        artifacts.release(digest);
        kept.add(digest);
      } catch (IOException refused) {
        // nothing is acknowledged; what was kept before stays so
      }
    }

    private static void remove(
        ContentAddressedArtifacts artifacts,
        byte[] content,
        Set<String> kept,
        Consumer<Set<String>> acked) {
      kept.remove(digest(content));
      acked.accept(Set.copyOf(kept));
      try {
        artifacts.remove(digest(content));
      } catch (IOException refused) {
        // it may be there or not
      }
    }

    @Override
    public void recover(SimDisk disk, Set<String> acked, Consumer<Set<String>> shown)
        throws IOException {
      ContentAddressedArtifacts artifacts = open(disk);
      Set<String> whole = whole(artifacts);
      assertTrue("kept " + acked + ", found " + whole, whole.containsAll(acked));
      for (String digest : whole) {
        artifacts.verify(digest);
      }
      assertEquals("unfinished copies", List.of(), parts(disk));
      shown.accept(whole);
      String more = artifacts.keep(new ByteArrayInputStream(content(7))).digest();
      Set<String> all = new TreeSet<>(whole);
      all.add(more);
      shown.accept(all);
    }

    Set<String> whole(ContentAddressedArtifacts artifacts) throws IOException {
      Set<String> whole = new TreeSet<>(artifacts.digests());
      whole.removeIf(digest -> !isWhole(artifacts, digest));
      return whole;
    }

    private static boolean isWhole(ContentAddressedArtifacts artifacts, String digest) {
      try {
        artifacts.verify(digest);
        return true;
      } catch (IOException damaged) {
        return false;
      }
    }

    private static List<String> parts(SimDisk disk) throws IOException {
      return disk.list(DIR).stream().filter(name -> name.endsWith(".part")).toList();
    }

    private static byte[] content(int which) {
      byte[] content = new byte[which * 1_500];
      new Random(which).nextBytes(content);
      return content;
    }

    private static String digest(byte[] content) {
      return HexFormat.of().formatHex(ContentAddressedArtifacts.sha256().digest(content));
    }
  }
}
