package solo.core.directory;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.Test;
import solo.core.disk.PowerCuts;
import solo.core.disk.SimDisk;
import solo.core.disk.Story;
import solo.core.tenant.ServiceKey;

/** What the deploy directory's owner writes, on a disk that loses its power, or fails. */
public class DirectoryFilesPowerCutTest {
  private static final Path DATA = Path.of("/sim/data");
  private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

  @Test
  public void flt03_04_theDevicesAreThoseThatWereAdopted() throws Exception {
    new PowerCuts<>(new DevicesLife(), 20_260_411)
        .crashes(700)
        .faults(2)
        .controlled("no force", disk -> disk.forgetsForces = true)
        .controlled("adopted before the force", disk -> disk.forcesLate = true)
        .print();
  }

  @Test
  public void flt03_04_09_receiptsAreMadeAnewWhateverACrashLeft() throws Exception {
    new PowerCuts<>(new ReceiptsLife(), 20_260_421).crashes(900).faults(1).print();
    PowerCuts.control(
        "receipts believed after a power cut",
        new ReceiptsLife() {
          @Override
          boolean isMadeAnew(SimDisk disk) {
            return false;
          }
        },
        20_260_421);
  }

  /** What was adopted, and what may have been since. */
  private record Adopted(Map<String, Long> last, List<Map<String, Long>> since) {}

  private static final class DevicesLife implements Story<Adopted> {
    @Override
    public String name() {
      return "devices";
    }

    @Override
    public Adopted nothing() {
      return new Adopted(Map.of(), List.of());
    }

    @Override
    public int count(Adopted acked) {
      return acked.last.size();
    }

    @Override
    public void live(SimDisk disk, Adopted from, Random random, Consumer<Adopted> acked)
        throws IOException {
      Devices devices = new Devices(disk, DATA);
      Adopted known = from;
      for (int i = 0; i < 6; i++) {
        Map<String, Long> next = new TreeMap<>(Map.of("", 1L + random.nextInt(900)));
        for (int tenant = random.nextInt(40); tenant > 0; tenant--) {
          next.put("tenant-" + tenant, (long) random.nextInt(90_000));
        }
        List<Map<String, Long>> since = new ArrayList<>(known.since);
        since.add(next);
        known = new Adopted(known.last, since);
        acked.accept(known);
        try {
          devices.adopt(next);
          known = new Adopted(next, List.of());
        } catch (IOException unknown) {
          // the old ones or the new
        }
        acked.accept(known);
      }
    }

    @Override
    public void recover(SimDisk disk, Adopted acked, Consumer<Adopted> shown) throws IOException {
      Devices devices = new Devices(disk, DATA);
      List<Map<String, Long>> possible = new ArrayList<>(acked.since);
      possible.add(acked.last);
      Optional<Map<String, Long>> found =
          possible.stream().filter(one -> is(devices, one)).findFirst();
      assertTrue("none of " + possible, found.isPresent());
      Map<String, Long> next = Map.of("", 7L, "another", 8L);
      devices.adopt(next);
      shown.accept(new Adopted(next, List.of()));
    }

    private static boolean is(Devices devices, Map<String, Long> one) {
      return devices.first() == one.isEmpty()
          && one.keySet().stream()
              .allMatch(
                  name ->
                      devices.moved(Map.of(name, one.get(name))).isEmpty()
                          && devices.moved(Map.of(name, -1L)).isPresent());
    }
  }

  /** Which boot of the kernel wrote them, what each may say. */
  private record Said(int boot, Map<Path, List<String>> receipts) {}

  private static class ReceiptsLife implements Story<Said> {
    private static final Path DIR = DATA.resolve("receipts");
    private static final Said UNKNOWN = new Said(-1, Map.of());

    @Override
    public String name() {
      return "receipts";
    }

    @Override
    public Said nothing() {
      return new Said(0, Map.of());
    }

    @Override
    public int count(Said acked) {
      return acked.receipts.size();
    }

    @Override
    public void live(SimDisk disk, Said from, Random random, Consumer<Said> acked) {
      Receipts receipts = new Receipts(disk, DIR);
      Map<Path, List<String>> may = new HashMap<>();
      from.receipts.forEach((file, texts) -> may.put(file, new ArrayList<>(texts)));
      for (int i = 0; i < 4; i++) {
        Map<Path, Receipt> all = some(receipts, random);
        may.values().forEach(texts -> texts.add(""));
        all.forEach(
            (file, receipt) ->
                may.computeIfAbsent(file, f -> new ArrayList<>(List.of("")))
                    .add(receipt.at(NOW).json()));
        // after a power cut they say anything until they are made anew
        acked.accept(i == 0 && disk.boot() != from.boot ? UNKNOWN : copy(disk, may));
        try {
          receipts.update(all, true, NOW);
          may.keySet().retainAll(all.keySet());
          all.forEach((file, receipt) -> may.put(file, texts(receipt)));
        } catch (IOException refused) {
          // each is what it was, or new, or gone
        }
        acked.accept(copy(disk, may));
      }
    }

    private static List<String> texts(Receipt receipt) {
      return new ArrayList<>(List.of(receipt.at(NOW).json()));
    }

    private static Said copy(SimDisk disk, Map<Path, List<String>> may) {
      Map<Path, List<String>> copy = new HashMap<>();
      may.forEach((file, texts) -> copy.put(file, List.copyOf(texts)));
      return new Said(disk.boot(), copy);
    }

    private static Map<Path, Receipt> some(Receipts receipts, Random random) {
      Map<Path, Receipt> all = new HashMap<>();
      for (int i = 0; i < 6; i++) {
        String name = "s" + i;
        if (random.nextInt(3) > 0) {
          String reason = "r".repeat(random.nextInt(2_000));
          all.put(
              receipts.of(new ServiceKey("t" + i % 2, name)),
              new Receipt(name, "d", Receipt.State.REFUSED, reason, i, Instant.EPOCH));
        }
      }
      return all;
    }

    /** Whether the next process writes all anew, as the real one does. */
    boolean isMadeAnew(SimDisk disk) {
      return true;
    }

    @Override
    public void recover(SimDisk disk, Said acked, Consumer<Said> shown) throws IOException {
      if (disk.boot() == acked.boot || !isMadeAnew(disk)) {
        for (Map.Entry<Path, List<String>> one : acked.receipts.entrySet()) {
          String text = text(disk, one.getKey());
          assertTrue(one.getKey() + ": " + text, one.getValue().contains(text));
        }
      }
      if (isMadeAnew(disk)) {
        Receipts receipts = new Receipts(disk, DIR);
        Map<Path, Receipt> all = some(receipts, new Random(acked.receipts.size()));
        receipts.update(all, true, NOW);
        all.forEach((file, receipt) -> assertEquals(receipt.at(NOW).json(), text(disk, file)));
        for (Path file : disk.files()) {
          boolean ours = all.containsKey(file) || !file.toString().endsWith(".json");
          assertTrue(file + " is left over", ours);
        }
      }
    }

    private static String text(SimDisk disk, Path file) {
      return disk.exists(file) ? new String(disk.bytes(file), StandardCharsets.UTF_8) : "";
    }
  }

  @Test
  public void theFirstStartIsToldFromOthers() throws IOException {
    SimDisk disk = new SimDisk();
    assertTrue(new Devices(disk, DATA).first());
    new Devices(disk, DATA).adopt(Map.of("", 7L));
    assertFalse(new Devices(disk, DATA).first());
  }
}
