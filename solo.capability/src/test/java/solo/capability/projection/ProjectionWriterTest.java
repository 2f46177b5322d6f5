package solo.capability.projection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.h2.mvstore.MVStore;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.util.promise.Promise;
import solo.capability.MemoryLog;
import solo.core.event.Payload;

public class ProjectionWriterTest {
  private static final String MAP = "things";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private MemoryLog log = new MemoryLog();
  private String kernelBoot = "boot-1";
  private int version = 1;
  private String scheme = "";
  private ProjectionWriter writer;

  @Before
  public void install() {
    FaultyFiles.install();
  }

  @After
  public void close() {
    FaultyFiles.heal();
    if (writer != null) {
      writer.close();
    }
  }

  @Test
  public void whatWasHandedOverIsThereAfterAClose() {
    open();
    put("a", "1");
    put("b", "2");
    reopen();
    assertEquals(Optional.empty(), writer.remadeAtOpen());
    assertEquals(2, writer.openedAt());
    assertEquals(Map.of("a", "1", "b", "2"), all());
  }

  @Test
  public void aProcessThatDiedIsCaughtUpFromItsLastCommit() throws IOException {
    open();
    put("a", "1");
    flush();
    Path copy = copyBefore(() -> put("b", "2"));
    reopenWith(copy);
    assertEquals(Optional.empty(), writer.remadeAtOpen());
    assertEquals(1, writer.openedAt());
    assertEquals(Map.of("a", "1"), all());
  }

  @Test
  public void changesBehindTheLastSealAreNotInTheFile() {
    open();
    put("a", "1");
    writer.change("b", file -> file.map(MAP).put(bytes("b"), bytes("2")));
    reopen();
    assertEquals(Map.of("a", "1"), all());
  }

  @Test
  public void aLaterChangeOfAKeyComesAfterTheEarlier() {
    open();
    log.append(new Payload.SystemReady(0));
    writer.change("a", file -> file.map(MAP).put(bytes("a"), bytes("1")));
    writer.change("a", file -> file.map(MAP).put(bytes("b"), file.map(MAP).get(bytes("a")).get()));
    writer.upTo(1);
    assertEquals(Map.of("a", "1", "b", "1"), all());
    writer.change("a", file -> file.map(MAP).put(bytes("c"), bytes("3")));
    writer.change("a", Change.replacing(file -> file.map(MAP).remove(bytes("a"))));
    writer.upTo(1);
    assertEquals("what is replaced was made", Map.of("b", "1"), all());
  }

  @Test
  public void manyChangesComeInPiecesAndAreOneForTheNextStart() throws IOException {
    Path copy = folder.getRoot().toPath().resolve("copy");
    open();
    log.append(new Payload.SystemReady(0));
    for (int i = 0; i < 12_000; i++) {
      String key = "k" + i;
      writer.change(key, file -> file.map(MAP).put(bytes(key), bytes("v")));
    }
    writer.change(
        "last",
        file -> {
          copyOfOpen();
          throw new IllegalStateException("it broke before the end");
        });
    writer.upTo(1);
    assertThrows(IllegalStateException.class, this::all);
    reopenWith(copy);
    assertEquals(Optional.of("the process stopped while it was made"), writer.remadeAtOpen());
    assertEquals(Map.of(), all());
  }

  @Test
  public void flt09_missingIsMadeAnew() throws IOException {
    opened("a", "1");
    Files.delete(setup().file());
    remade("it was missing");
  }

  @Test
  public void whereNothingIsToBeInItNothingIsTold() {
    log.append(new Payload.VaultSealed("other events"));
    open();
    assertEquals(Optional.empty(), writer.remadeAtOpen());
  }

  @Test
  public void flt09_garbageIsMadeAnew() throws IOException {
    opened("a", "1");
    Files.write(setup().file(), new byte[10_000]);
    open();
    assertTrue(writer.remadeAtOpen().isPresent());
    assertEquals(Map.of(), all());
  }

  @Test
  public void flt09_olderIsCaughtUp() throws IOException {
    opened("a", "1");
    Path older = copy(setup().file(), "older");
    open();
    put("b", "2");
    writer.close();
    copy(older, setup().file());
    open();
    assertEquals(Optional.empty(), writer.remadeAtOpen());
    assertEquals(1, writer.openedAt());
    assertEquals(Map.of("a", "1"), all());
  }

  @Test
  public void flt09_newerThanTheLogIsMadeAnew() {
    opened("a", "1");
    log = new MemoryLog();
    open();
    assertEquals("without an event nothing was lost", Optional.empty(), writer.remadeAtOpen());
    assertEquals(Map.of(), all());
  }

  @Test
  public void flt09_ofAnotherLogIsMadeAnew() {
    opened("a", "1");
    log = new MemoryLog();
    log.append(new Payload.SystemReady(0));
    remade("event 1 is not the one it knows");
  }

  @Test
  public void ofAnotherFormatIsMadeAnew() {
    opened("a", "1");
    version = 2;
    remade("its format is things-1, not things-2");
  }

  @Test
  public void flt15_openUnderAnotherBootOfTheKernelIsMadeAnew() throws IOException {
    open();
    put("a", "1");
    flush();
    Path copy = copyOfOpen();
    writer.close();
    copy(copy, setup().file());
    Files.writeString(setup().marker(), "boot-1");
    kernelBoot = "boot-2";
    remade("the machine stopped while it was open");
  }

  @Test
  public void flt15_anUnknownBootCountsAsAnother() throws IOException {
    opened("a", "1");
    Files.writeString(setup().marker(), "");
    kernelBoot = "";
    remade("the machine stopped while it was open");
  }

  @Test
  public void closedUnderAnotherBootIsTrusted() {
    opened("a", "1");
    kernelBoot = "boot-2";
    open();
    assertEquals(Optional.empty(), writer.remadeAtOpen());
  }

  @Test
  public void aValueThatIsNotWhatWasWrittenIsNotGivenOut() {
    opened("a", "1");
    edit(store -> rawMap(store).put(bytes("a"), bytes("....2")));
    open();
    IllegalStateException e = assertThrows(IllegalStateException.class, this::all);
    assertTrue(e.getMessage(), e.getMessage().contains("map things is not what was written"));
    assertTrue(writer.off().isPresent());
    reopen();
    assertEquals(Optional.of("it was missing"), writer.remadeAtOpen());
  }

  @Test
  public void aValueUnderAnotherKeyIsNotGivenOut() {
    opened("a", "1");
    edit(store -> rawMap(store).put(bytes("b"), rawMap(store).get(bytes("a"))));
    open();
    assertThrows(IllegalStateException.class, this::all);
  }

  /** Says so when it is deserialised. */
  private static final class Trap implements Serializable {
    private static final long serialVersionUID = 1L;
    private static volatile boolean sprung;

    private void readObject(ObjectInputStream in) {
      sprung = true;
    }
  }

  @Test
  public void flt13_aSerialisedObjectIsNotDeserialised() throws Exception {
    ByteArrayOutputStream trap = new ByteArrayOutputStream();
    new ObjectOutputStream(trap).writeObject(new Trap());
    opened("a", "1");
    edit(
        store -> {
          store.removeMap(MAP);
          store.openMap(MAP).put("a", new Trap());
          rawHead(store).put(bytes("x"), trap.toByteArray());
        });
    open();
    assertThrows(IllegalStateException.class, this::all);
    assertFalse(Trap.sprung);
  }

  @Test
  public void aFullDiskTurnsItOffAndItGoesOnByItself() {
    scheme = FaultyFiles.SCHEME;
    open();
    put("a", "1");
    flush();
    FaultyFiles.writesFail("No space left on device");
    put("b", "2");
    assertTrue(failureOf(writer.flush()), failureOf(writer.flush()).contains("No space left"));
    assertTrue(writer.off().get(), writer.off().get().contains("No space left"));
    put("c", "3");
    FaultyFiles.heal();
    await(() -> writer.off().isEmpty());
    flush();
    reopen();
    assertEquals(Optional.empty(), writer.remadeAtOpen());
    assertEquals(3, writer.openedAt());
    assertEquals(Map.of("a", "1", "b", "2", "c", "3"), all());
  }

  @Test
  public void aFullDiskAtTheStartLosesNothingThatIsHandedOverLater() {
    scheme = FaultyFiles.SCHEME;
    FaultyFiles.writesFail("No space left on device");
    open();
    assertTrue(writer.off().isPresent());
    put("a", "1");
    FaultyFiles.heal();
    flush();
    assertEquals(Map.of("a", "1"), all());
  }

  @Test
  public void whatCouldNotBeForcedIsNeverTrustedAgain() {
    scheme = FaultyFiles.SCHEME;
    open();
    put("a", "1");
    FaultyFiles.syncFails();
    assertNotNull(failureOf(writer.flush()));
    FaultyFiles.heal();
    assertTrue(
        "a force that works the second time proves nothing",
        failureOf(writer.flush()).contains("the next start makes it anew"));
    reopen();
    assertEquals(Optional.of("it was missing"), writer.remadeAtOpen());
  }

  @Test
  public void shd4_flushForcesAndAgainIsFine() {
    scheme = FaultyFiles.SCHEME;
    open();
    put("a", "1");
    int before = FaultyFiles.syncs();
    flush();
    assertTrue(FaultyFiles.syncs() > before);
    flush();
  }

  @Test
  public void anInterruptOfACallerHarmsNothing() {
    open();
    Thread.currentThread().interrupt();
    put("a", "1");
    assertEquals(Map.of("a", "1"), all());
    assertTrue(Thread.interrupted());
    flush();
    assertEquals(Optional.empty(), writer.off());
  }

  @Test
  public void remadeItIsEmptyAndTakesEverythingAgain() {
    open();
    put("a", "1");
    writer.remake();
    assertEquals(Map.of(), all());
    put("b", "2");
    reopen();
    assertEquals(Map.of("b", "2"), all());
  }

  @Test
  public void closedItAnswersNobody() {
    open();
    writer.close();
    assertThrows(IllegalStateException.class, this::all);
    assertNotNull(failureOf(writer.flush()));
  }

  private Setup setup() {
    return new Setup(
        folder.getRoot().toPath(),
        new Form("things", version, "system_ready"),
        log,
        kernelBoot,
        scheme);
  }

  private void open() {
    writer = new ProjectionWriter(setup());
  }

  private void reopen() {
    writer.close();
    open();
  }

  private void opened(String key, String value) {
    open();
    put(key, value);
    writer.close();
  }

  private void remade(String reason) {
    open();
    assertEquals(Optional.of(reason), writer.remadeAtOpen());
    assertEquals(0, writer.openedAt());
    assertEquals(Map.of(), all());
  }

  private void put(String key, String value) {
    long id = log.append(new Payload.SystemReady(0)).id();
    writer.change(key, Change.replacing(file -> file.map(MAP).put(bytes(key), bytes(value))));
    writer.upTo(id);
  }

  private Map<String, String> all() {
    return writer.ask(
        file -> {
          Map<String, String> all = new TreeMap<>();
          file.map(MAP)
              .from(new byte[0])
              .forEachRemaining(
                  e -> all.put(new String(e.key(), UTF_8), new String(e.value(), UTF_8)));
          return all;
        });
  }

  private void flush() {
    assertEquals("", failureOf(writer.flush()));
  }

  private static String failureOf(Promise<Void> promise) {
    try {
      Throwable failure = promise.timeout(TimeUnit.SECONDS.toMillis(20)).getFailure();
      return failure == null ? "" : failure.getMessage();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Path copyOfOpen() {
    try {
      return copy(setup().file(), "copy");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of what is in the file when the writer was handed something and has not come to it. */
  private Path copyBefore(Runnable handedOver) {
    return writer.ask(
        file -> {
          handedOver.run();
          return copyOfOpen();
        });
  }

  private Path copy(Path file, String name) throws IOException {
    return copy(file, folder.getRoot().toPath().resolve(name));
  }

  private static Path copy(Path file, Path to) throws IOException {
    return Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private void reopenWith(Path copy) throws IOException {
    writer.close();
    copy(copy, setup().file());
    Files.writeString(setup().marker(), kernelBoot);
    open();
  }

  private void edit(Consumer<MVStore> edit) {
    MVStore store = MVStore.open(setup().file().toString());
    edit.accept(store);
    store.close();
  }

  private static org.h2.mvstore.MVMap<byte[], byte[]> rawMap(MVStore store) {
    return raw(store, MAP);
  }

  private static org.h2.mvstore.MVMap<byte[], byte[]> rawHead(MVStore store) {
    return raw(store, "head");
  }

  private static org.h2.mvstore.MVMap<byte[], byte[]> raw(MVStore store, String map) {
    return store.openMap(
        map,
        new org.h2.mvstore.MVMap.Builder<byte[], byte[]>()
            .keyType(new BytesType())
            .valueType(new BytesType()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertTrue("it did not come within 20 s", System.nanoTime() < deadline);
      Thread.onSpinWait();
    }
  }
}
