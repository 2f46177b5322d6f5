package solo.capability.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.util.promise.Promise;
import solo.capability.projection.Change;
import solo.capability.projection.Form;
import solo.capability.projection.OpenProjection;
import solo.capability.projection.ProjectionWriter;
import solo.capability.projection.Setup;
import solo.capability.token.Digest;
import solo.capability.token.StoredToken;
import solo.core.capability.Caller;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.lifecycle.Directories;
import solo.core.lifecycle.DurableStore;

/** The tokens in {@code data/tokens/tokens.mv}: {@link TokenMaps} in a {@link ProjectionWriter}. */
@Component(service = {TokenStore.class, DurableStore.class, MVTokenStore.class})
public final class MVTokenStore implements TokenStore, DurableStore {
  /** What it keeps. */
  public static final Form FORM =
      new Form("tokens", 1, Payload.typeOf(Payload.CapabilityGranted.class));

  private static final int CLEANUP_STEP = 2_000;
  private static final Caller SELF = Caller.system(FORM.name());

  private final EventStore events;
  private final Logger logger;
  private final ProjectionWriter writer;

  /** Opens the store of the data directory. */
  @Activate
  public MVTokenStore(
      @Reference Directories directories,
      @Reference EventStore events,
      @Reference(service = LoggerFactory.class) Logger logger) {
    this(Setup.of(directory(directories.data()), FORM, events), logger);
  }

  /** Opens the store of a setup. */
  public MVTokenStore(Setup setup, Logger logger) {
    this.events = setup.events();
    this.logger = logger;
    writer = new ProjectionWriter(setup);
    writer.remadeAtOpen().ifPresent(this::remade);
  }

  static Path directory(Path data) {
    return data.resolve(FORM.name());
  }

  private void remade(String reason) {
    String before = "the tokens on disk: " + reason;
    String after = "made anew from the log";
    logger.warn("TOKENS_REBUILT: {}; {}", before, after);
    Payload fixed = new Payload.InconsistencyFixed("TOKENS_REBUILT", before, after);
    try {
      events
          .append(EventDraft.ofSystem(SELF, "found while opening or reading", 0, fixed))
          .onFailure(e -> logger.warn("TOKENS_REBUILT is not in the log: {}", e.getMessage()));
    } catch (EventStoreException closed) {
      logger.warn("TOKENS_REBUILT is not in the log: {}", closed.getMessage());
    }
  }

  @Override
  public String name() {
    return FORM.name();
  }

  /** What a file has. */
  private record Content(
      long at, List<StoredToken> tokens, int expired, int malformed, String why) {
    boolean isWhole() {
      return malformed == 0 && why.isEmpty();
    }
  }

  @Override
  public Restored restoreAll(Instant now, Consumer<StoredToken> each) {
    Content content = content(now.toEpochMilli());
    String remade = writer.remadeAtOpen().orElse("");
    if (!content.isWhole()) {
      remade = content.why();
      startOver(remade);
      content = new Content(0, List.of(), 0, content.malformed(), remade);
    }
    try {
      content.tokens().forEach(each);
    } catch (RuntimeException e) {
      // not what this file alone can tell: two tokens of one name, say
      remade = String.valueOf(e.getMessage());
      startOver(remade);
      return new Restored(0, 0, content.expired(), content.malformed(), remade);
    }
    logger.info(
        "Tokens restored at event {}: {}, without {} expired and {} malformed",
        content.at(),
        content.tokens().size(),
        content.expired(),
        content.malformed());
    return new Restored(
        content.at(), content.tokens().size(), content.expired(), content.malformed(), remade);
  }

  private Content content(long nowMs) {
    try {
      return writer.ask(file -> content(file, nowMs));
    } catch (IllegalStateException e) {
      return new Content(0, List.of(), 0, 0, e.getMessage());
    }
  }

  /** All or nothing is handed over: of a file that is broken nothing is believed. */
  private static Content content(OpenProjection file, long nowMs) {
    TokenMaps maps = new TokenMaps(file);
    TokenReading reading = maps.read(0);
    List<StoredToken> tokens = new ArrayList<>();
    int expired = 0;
    while (reading.hasNext()) {
      Optional<StoredToken> token = reading.next();
      if (token.isPresent() && token.get().capability().expires().toEpochMilli() <= nowMs) {
        expired++;
      } else {
        token.ifPresent(tokens::add);
      }
    }
    String why = reading.why();
    if (why.isEmpty() && !maps.isEven()) {
      why = "its maps have not as many entries as each other";
    }
    return new Content(file.head().id(), tokens, expired, reading.malformed(), why);
  }

  private void startOver(String why) {
    try {
      writer.remake();
      remade(why);
    } catch (IllegalStateException e) {
      logger.warn("The tokens are not kept on disk: {}", e.getMessage());
    }
  }

  @Override
  public void store(StoredToken token) {
    writer.change(token.sha256(), Change.replacing(file -> new TokenMaps(file).put(token)));
  }

  @Override
  public void revoke(Digest token, long grantId, long eventId) {
    byte[] key = TokenKeys.of(grantId, token);
    writer.change(token, file -> new TokenMaps(file).revoke(key, eventId));
  }

  @Override
  public void upTo(long eventId) {
    writer.upTo(eventId);
  }

  @Override
  public int cleanupExpired(Instant now) {
    long nowMs = now.toEpochMilli();
    TokenMaps.Step step = new TokenMaps.Step(0, 0, false);
    int removed = 0;
    while (!step.last()) {
      long at = step.at();
      step = ask(maps -> maps.cleanup(at, CLEANUP_STEP, nowMs));
      removed += step.removed();
    }
    return removed;
  }

  @Override
  public List<Digest> ofTenant(String tenant) {
    return ask(maps -> maps.ofTenant(tenant));
  }

  /**
   * Tokens of the file, in the order of their grants.
   *
   * @param afterGrant exclusive, 0 for the first
   * @param most at most so many
   * @throws IllegalStateException when it is off, or one of them cannot be read
   */
  public List<StoredToken> page(long afterGrant, int most) {
    return ask(maps -> maps.page(afterGrant, most));
  }

  /**
   * Those of the tokens that the file has not, or has as not revoked where they are.
   *
   * @throws IllegalStateException when it is off, or one of them cannot be read
   */
  public List<StoredToken> lacking(List<StoredToken> tokens) {
    return ask(maps -> tokens.stream().filter(token -> !maps.has(token)).toList());
  }

  /**
   * Empties it. Whoever calls this hands over every token there is, and names the event, also where
   * it throws: then they are kept for when the disk is well.
   *
   * @throws IllegalStateException when an empty file cannot be made
   */
  public void remake() {
    writer.remake();
  }

  /** Asks the maps, with all in them that was handed over up to an event. */
  private <T> T ask(Function<TokenMaps, T> question) {
    return writer.ask(file -> question.apply(new TokenMaps(file)));
  }

  /** Why it is off, empty while it is not. */
  public Optional<String> off() {
    return writer.off();
  }

  /** The event that the file is at. */
  long at() {
    return writer.at();
  }

  @Override
  public Promise<Void> flush() {
    return writer.flush();
  }

  /** Forces what was handed over, and closes. */
  @Deactivate
  public void close() {
    writer.close();
  }
}
