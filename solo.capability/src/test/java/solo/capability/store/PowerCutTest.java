package solo.capability.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.Test;
import solo.capability.MemoryLog;
import solo.capability.SilentLog;
import solo.capability.projection.Setup;
import solo.capability.token.LiveToken;
import solo.capability.token.StoredToken;
import solo.capability.token.TokenTable;
import solo.core.disk.Loss;
import solo.core.disk.PowerCuts;
import solo.core.disk.SimDisk;
import solo.core.disk.SimPath;
import solo.core.disk.Story;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.Payload;

/**
 * FLT-15: the machine loses its power, or the disk fails, while the tokens' file is open: the
 * tokens of the next start are those of the log.
 */
public class PowerCutTest {
  private static final long SEED = 20_260_115;

  @Test
  public void flt02_03_04_15_afterAnyCrashTheTokensAreThoseOfTheLog() throws Exception {
    new PowerCuts<>(new Life(), SEED).crashes(400).faults(1).print();
  }

  @Test
  public void controlATokenLivesAgainWhereTheBootOfTheKernelIsNotLookedAt() throws Exception {
    PowerCuts.control(
        "a stale MVStore is trusted",
        new Life() {
          @Override
          String kernelBoot(SimDisk disk) {
            return "the same for ever";
          }
        },
        SEED);
  }

  /**
   * The power fails, and at the next start the process dies before it has removed the file. Found
   * by {@code -Dsolo.states=100000 -Dsolo.seed=20260115}: the mark was that of the new boot by
   * then.
   */
  @Test
  public void flt15_aDeathBeforeAnUntrustedFileIsReplacedMakesItNoMoreTrusted() throws Exception {
    Life life = new Life();
    SimDisk disk = new SimDisk();
    SimPath.use(disk);
    MemoryLog log = new MemoryLog(new UUID(6, 6));
    Process process = new Process(life.setup(disk, log), log);
    process.apply(process.grant());
    process.apply(process.revocation(new Random(1)));
    process.committed();
    Logged acked = new Logged(disk.boot(), log.events());
    SimDisk lost = disk.powerLoss(Loss.KEPT, new Random(1));
    process.store.close();
    SimPath.use(lost);
    life.losePage(lost, acked, log);
    List<SimDisk> deaths = new ArrayList<>();
    lost.watch((number, op) -> deaths.add(lost.kill()));
    MemoryLog same = MemoryLog.of(new UUID(6, 6), acked.events);
    new Process(life.setup(lost, same), same).store.close();
    assertFalse(deaths.isEmpty());
    for (SimDisk death : deaths) {
      life.recover(death, new Logged(death.boot(), acked.events), shown -> {});
    }
  }

  /**
   * Found by {@code -Dsolo.states=500000 -Dsolo.seed=20260116}: the simulator took a page from it
   * that was durable.
   */
  @Test
  public void flt15_aFileThatWasClosedBeforeThePowerFailedIsTrusted() throws Exception {
    Life life = new Life();
    SimDisk disk = new SimDisk();
    SimPath.use(disk);
    MemoryLog log = new MemoryLog(new UUID(6, 6));
    Process process = new Process(life.setup(disk, log), log);
    process.apply(process.grant());
    process.apply(process.revocation(new Random(1)));
    process.store.close();
    Logged acked = new Logged(disk.boot(), log.events());
    SimDisk lost = disk.powerLoss(Loss.DROPPED, new Random(1));
    SimPath.use(lost);
    List<SimDisk> deaths = new ArrayList<>();
    lost.watch((number, op) -> deaths.add(lost.kill()));
    MemoryLog same = MemoryLog.of(new UUID(6, 6), acked.events);
    Process next = new Process(life.setup(lost, same), same);
    lost.watch((number, op) -> {});
    next.store.close();
    assertTrue(deaths.size() + " deaths", deaths.size() > 5);
    for (SimDisk death : deaths) {
      life.recover(death, acked, shown -> {});
    }
  }

  /**
   * The log, on a disk of its own.
   *
   * @param boot of the kernel that has the tokens' file open
   */
  private record Logged(int boot, List<Event> events) {}

  private static class Life implements Story<Logged> {
    private static final Path DIR = SimPath.ROOT.resolve("tokens");

    @Override
    public String name() {
      return "tokens";
    }

    @Override
    public Logged nothing() {
      return new Logged(0, List.of());
    }

    @Override
    public int count(Logged acked) {
      return acked.events.size();
    }

    String kernelBoot(SimDisk disk) {
      return "boot " + disk.boot();
    }

    private Setup setup(SimDisk disk, MemoryLog log) {
      return new Setup(DIR, MVTokenStore.FORM, log, kernelBoot(disk), "", disk);
    }

    @Override
    public void live(SimDisk disk, Logged from, Random random, Consumer<Logged> acked)
        throws Exception {
      SimPath.use(disk);
      MemoryLog log = MemoryLog.of(new UUID(6, 6), from.events);
      log.grown(() -> acked.accept(new Logged(disk.boot(), log.events())));
      Process process = new Process(setup(disk, log), log);
      for (int i = 0; i < 4; i++) {
        for (int changes = 1 + random.nextInt(15); changes > 0; changes--) {
          process.apply(random.nextInt(3) == 0 ? process.revocation(random) : process.grant());
        }
        if (random.nextInt(3) == 0) {
          process.store.flush().timeout(20_000).getFailure();
        } else {
          process.committed();
        }
      }
      process.store.close();
    }

    @Override
    public void recover(SimDisk disk, Logged acked, Consumer<Logged> shown) throws Exception {
      SimPath.use(disk);
      MemoryLog log = MemoryLog.of(new UUID(6, 6), acked.events);
      losePage(disk, acked, log);
      Process process = new Process(setup(disk, log), log);
      try {
        assertEquals(Process.logged(log), process.tokens());
        process.apply(process.grant());
        process.committed();
        shown.accept(new Logged(disk.boot(), log.events()));
        assertEquals(null, process.store.flush().timeout(20_000).getFailure());
        assertEquals(Process.logged(log), process.tokens());
      } finally {
        process.store.close();
      }
      shown.accept(new Logged(disk.boot(), log.events()));
    }

    /** What a power cut may do to a file that is open, and no checksum tells: an older page. */
    private void losePage(SimDisk disk, Logged acked, MemoryLog log) {
      Optional<StoredToken> revoked =
          Process.logged(log).stream().filter(token -> token.revokedBy() != 0).findFirst();
      if (wasOpen(disk) && disk.boot() != acked.boot && revoked.isPresent()) {
        try {
          TokenForgery.put(setup(disk, log), unrevoked(revoked.get()));
        } catch (RuntimeException torn) {
          // the cut has done worse
        }
      }
    }

    /** Whether a process under an earlier boot of the kernel had the file open at its end. */
    private static boolean wasOpen(SimDisk disk) {
      Path marker = DIR.resolve("tokens.boot");
      return disk.exists(marker)
          && !new String(disk.bytes(marker), US_ASCII).equals("boot " + disk.boot());
    }
  }

  private static StoredToken unrevoked(StoredToken token) {
    return new StoredToken(
        token.sha256(),
        token.capability(),
        token.grantedBy(),
        token.grantId(),
        0,
        token.lastUsedMs(),
        token.uses());
  }

  /** A process on the log: its tokens in memory, and the store. */
  private static final class Process {
    private final MemoryLog log;
    private final TokenTable table = new TokenTable();
    private final MVTokenStore store;

    Process(Setup setup, MemoryLog log) {
      this.log = log;
      store = new MVTokenStore(setup, SilentLog.logger());
      long at = store.restoreAll(Tokens.CREATED, table::restore).at();
      try (EventCursor events = log.read(at)) {
        events.forEachRemaining(this::apply);
      }
    }

    List<StoredToken> tokens() {
      return table.all().stream().map(LiveToken::stored).toList();
    }

    /** Brings what was handed over into the file, where there is one. */
    void committed() {
      try {
        store.page(0, 1);
      } catch (IllegalStateException off) {
        // its disk fails: the log has all
      }
    }

    Event grant() {
      return log.append("a", Tokens.grant(log.lastId() + 1));
    }

    Event revocation(Random random) {
      List<LiveToken> all = table.all();
      String accessor = all.isEmpty() ? "nobody" : all.get(random.nextInt(all.size())).accessor();
      return log.append("a", new Payload.CapabilityRevoked(accessor, 1));
    }

    void apply(Event event) {
      table.apply(event, new Changes(store));
      store.upTo(event.id());
    }

    static List<StoredToken> logged(MemoryLog log) {
      TokenTable all = new TokenTable();
      try (EventCursor events = log.read(0)) {
        events.forEachRemaining(event -> all.apply(event, new Changes(null)));
      }
      return all.all().stream().map(LiveToken::stored).toList();
    }
  }

  /** Hands over what an event changed, where there is a store. */
  private record Changes(MVTokenStore store) implements TokenTable.Changes {
    @Override
    public void changed(StoredToken token) {
      if (store != null) {
        store.store(token);
      }
    }

    @Override
    public void revoked(LiveToken token, long eventId) {
      if (store != null) {
        store.revoke(token.sha256(), token.grantId(), eventId);
      }
    }

    @Override
    public void usedOn(LiveToken token) {}

    @Override
    public void senseless(Event event, String why) {
      throw new AssertionError(event + ": " + why);
    }
  }
}
