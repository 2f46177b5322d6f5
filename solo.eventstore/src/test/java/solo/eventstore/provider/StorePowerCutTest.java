package solo.eventstore.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.Test;
import solo.core.deploy.ServiceSpec;
import solo.core.disk.PowerCuts;
import solo.core.disk.SimDisk;
import solo.core.disk.SimPath;
import solo.core.disk.Story;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventDraft;
import solo.core.event.EventQuery;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.gate.ContentAddressedArtifacts;
import solo.core.lifecycle.FatalExit;
import solo.core.recovery.CheckpointStore.Checkpoint;
import solo.core.recovery.SystemState;
import solo.eventstore.checkpoint.CheckpointFiles;

/**
 * Artifacts, journal, index and checkpoints on one disk that loses its power, as a deploy writes
 * them: the artifact, then the event that names it, now and then a checkpoint.
 */
public class StorePowerCutTest {
  private static final long SEED = 20_260_901;

  @Test
  public void flt02_03_04_05_10_everyEventIsThereWithItsArtifactAndTheCheckpoint()
      throws Exception {
    new PowerCuts<>(new Life(), SEED)
        .crashes(500)
        .sampledFaults(1, 2)
        .controlled("no force", disk -> disk.forgetsForces = true)
        .controlled("no force of the directory", disk -> disk.forgetsDirectories = true)
        .print();
  }

  /** An event that names an artifact which is not durable yet. */
  @Test
  public void controlAnEventBeforeItsArtifactIsSeen() throws Exception {
    PowerCuts.control(
        "the event first",
        new Life() {
          @Override
          void deploy(Opened opened, byte[] content) throws Exception {
            opened.append(digest(content));
            opened.artifacts.keep(new ByteArrayInputStream(content));
          }
        },
        SEED);
  }

  /**
   * What was acknowledged.
   *
   * @param deployed digests in the order of their events
   * @param checkpoint the id of the last one, 0 for none
   */
  private record Acked(List<String> deployed, long checkpoint) {}

  /** The stores of a process. */
  private record Opened(
      JournalEventStore store, ContentAddressedArtifacts artifacts, CheckpointFiles checkpoints)
      implements AutoCloseable {

    static Opened on(SimDisk disk, FatalExit fatal) throws IOException {
      JournalEventStore store = Stores.open(SimPath.ROOT.resolve("events"), disk, fatal);
      Path artifacts = SimPath.ROOT.resolve("artifacts");
      return new Opened(
          store,
          new ContentAddressedArtifacts(
              disk, artifacts, (code, reason) -> {}, LoggedLines.into(new ArrayList<>())),
          new CheckpointFiles(new JournalHistory(store), LoggedLines.into(new ArrayList<>())));
    }

    void append(String digest) throws Exception {
      ServiceSpec spec =
          new ServiceSpec(ServiceSpec.BUNDLE, digest, 1, "s", "1", "x", 1, 1, 1, 1, "");
      Payload deployed = new Payload.ServiceDeployed(spec, false, 1);
      store.append(new EventDraft("t", "s", "owner:test", "", 0, deployed)).getValue();
    }

    @Override
    public void close() {
      store.close();
    }
  }

  private static class Life implements Story<Acked> {
    @Override
    public String name() {
      return "artifacts, journal, index and checkpoints";
    }

    @Override
    public Acked nothing() {
      return new Acked(List.of(), 0);
    }

    @Override
    public int count(Acked acked) {
      return acked.deployed.size() + (acked.checkpoint > 0 ? 1 : 0);
    }

    static String digest(byte[] content) throws Exception {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    void deploy(Opened opened, byte[] content) throws Exception {
      opened.append(opened.artifacts.keep(new ByteArrayInputStream(content)).digest());
    }

    @Override
    public void live(SimDisk disk, Acked from, Random random, Consumer<Acked> acked)
        throws Exception {
      List<String> fatal = new CopyOnWriteArrayList<>();
      boolean stopped;
      try (Opened opened = Opened.on(disk, (code, reason) -> fatal.add(code + " " + reason))) {
        stopped = work(opened, from, random, acked);
      } catch (EventStoreException doesNotOpen) {
        throw new IOException(doesNotOpen);
      }
      assertTrue("it stops and nobody is told", !stopped || !fatal.isEmpty());
    }

    /** Whether the journal stopped. */
    private boolean work(Opened opened, Acked from, Random random, Consumer<Acked> acked)
        throws Exception {
      List<String> deployed = new ArrayList<>(deployed(opened));
      long checkpoint = from.checkpoint;
      for (int i = 0; i < 5; i++) {
        byte[] content = new byte[random.nextInt(3_000)];
        random.nextBytes(content);
        try {
          deploy(opened, content);
          deployed.add(digest(content));
          acked.accept(new Acked(List.copyOf(deployed), checkpoint));
          if (i % 3 == 2) {
            long id = opened.store.lastId();
            opened.checkpoints.write(state(id));
            checkpoint = id;
            acked.accept(new Acked(List.copyOf(deployed), checkpoint));
          }
        } catch (IOException refused) {
          // no artifact and no event, or no checkpoint
        } catch (InvocationTargetException e) {
          if (((EventStoreException) e.getCause()).why() == EventStoreException.Cause.IO_FAILURE) {
            return true;
          }
        }
      }
      return false;
    }

    private static SystemState state(long id) {
      return new SystemState(id, false, true, new TreeMap<>());
    }

    /** What the log says, each with a whole artifact. */
    private static List<String> deployed(Opened opened) throws IOException {
      List<String> deployed = new ArrayList<>();
      try (EventCursor events = opened.store.read(0)) {
        while (events.hasNext()) {
          Event event = events.next();
          if (event.payload() instanceof Payload.ServiceDeployed one) {
            opened.artifacts.verify(one.spec().digest());
            deployed.add(one.spec().digest());
          }
        }
      }
      return deployed;
    }

    @Override
    public void recover(SimDisk disk, Acked acked, Consumer<Acked> shown) throws Exception {
      List<String> fatal = new CopyOnWriteArrayList<>();
      try (Opened opened = Opened.on(disk, (code, reason) -> fatal.add(code + " " + reason))) {
        List<String> found = deployed(opened);
        assertTrue(
            "acknowledged " + acked.deployed.size() + ", found " + found.size(),
            found.size() >= acked.deployed.size()
                && found.subList(0, acked.deployed.size()).equals(acked.deployed));
        EventQuery all = new EventQuery("t", "", "service_deployed", 0, 1_000, false);
        assertEquals("by the index", found.size(), opened.store.query(all).size());
        Optional<Checkpoint> latest = opened.checkpoints.latest();
        long id = latest.map(checkpoint -> checkpoint.state().id()).orElse(0L);
        assertTrue("checkpoint " + acked.checkpoint + ", found " + id, id >= acked.checkpoint);
        shown.accept(new Acked(found, acked.checkpoint));
        byte[] more = {42};
        opened.append(opened.artifacts.keep(new ByteArrayInputStream(more)).digest());
        List<String> after = new ArrayList<>(found);
        after.add(digest(more));
        shown.accept(new Acked(after, acked.checkpoint));
      }
      assertEquals(List.of(), fatal);
    }
  }
}
