package solo.shell.provider;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.vault.SecretKey;
import solo.core.vault.SecretValue;
import solo.core.vault.SecretVersion;
import solo.core.vault.Vault;

/** Commands over the secrets of {@code solo.core.vault}. */
@Component(service = SecretCommands.class, immediate = true)
@GogoCommand(
    scope = "solo",
    function = {"secret-put", "secret-get", "secrets", "secret-delete"})
public final class SecretCommands extends Commands {
  private final AccessParts access;
  private final Hidden hidden;

  @Activate
  public SecretCommands(@Reference AccessParts access) {
    this(access, Hidden.ofSession());
  }

  SecretCommands(AccessParts access, Hidden hidden) {
    super(access.others());
    this.access = access;
    this.hidden = hidden;
  }

  /** Durable when it answers. */
  @ReadsHidden("a value")
  @Descriptor("keep a secret, or a new version of it; the value is typed hidden, or piped")
  public Document secretPut(
      CommandSession session,
      @Descriptor("why, for the event") @Parameter(names = "--reason", absentValue = "")
          String reason,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json,
      @Descriptor("tenant/name, or name of the tenant default") String secret)
      throws CommandException {
    requireSet(session, reason, secret);
    SecretKey key = named(secret);
    return answer(
        () -> {
          Vault vault = access.vault();
          byte[] value = hidden.value(session, Vault.MAX_BYTES);
          try {
            SecretVersion stored = vault.put(key, value, reason, caller(session));
            return SecretRows.stored(stored, SET.equals(json));
          } finally {
            Arrays.fill(value, (byte) 0);
          }
        });
  }

  /** What is no name may be the value, so it is not said again. */
  private static SecretKey named(String secret) throws CommandException {
    try {
      return SecretKey.parse(secret);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          "the name of the secret is not an id, or tenant/id: an id has letters, digits, '.', '_'"
              + " and '-', up to 64, the first a letter or a digit");
    }
  }

  /**
   * Prints by itself, since a value is bytes and no text; the event is durable before.
   *
   * @return null where it has printed
   */
  @Descriptor("print the value of a secret, and nothing else; bytes are for pipes")
  public Document secretGet(
      CommandSession session,
      @Descriptor("which version; without it: the newest")
          @Parameter(names = "--version", absentValue = "")
          String version,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json,
      @Descriptor("tenant/name, or name of the tenant default") String secret)
      throws CommandException {
    requireSet(session, version, secret);
    return answer(
        () -> {
          SecretKey key = SecretKey.parse(secret);
          int which =
              version.isEmpty() ? 0 : (int) number("--version", version, 1, Integer.MAX_VALUE);
          try (SecretValue value = access.vault().get(key, which, caller(session))) {
            if (SET.equals(json)) {
              return document(value);
            }
            print(session, value.bytes());
            return null;
          }
        });
  }

  private static Document document(SecretValue value) {
    Map<String, Object> fields = new LinkedHashMap<>(SecretRows.row(value.version()));
    fields.put("value", Base64.getEncoder().encodeToString(value.bytes()));
    return new Document(fields, Map.of(), List.of(), true);
  }

  /** A terminal gets a line of text, everything else the bytes as they are. */
  private static void print(CommandSession session, byte[] value)
      throws CommandException, IOException {
    PrintStream out = Output.out(session);
    boolean terminal = Output.shown(session);
    if (terminal && !isHarmless(value)) {
      throw new CommandException(
          "the value is %d bytes that a terminal cannot show: pipe them, or ask with --json"
              .formatted(value.length));
    }
    out.write(value);
    if (terminal) {
      out.println();
    }
    out.flush();
  }

  /** Text, with nothing in it that moves a cursor but line ends and tabs. */
  private static boolean isHarmless(byte[] value) {
    for (byte b : value) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\t' || b == 127) {
        return false;
      }
    }
    CharBuffer text = CharBuffer.allocate(value.length);
    try {
      return !StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(value), text, true)
          .isError();
    } finally {
      Arrays.fill(text.array(), '\0');
    }
  }

  @Descriptor("list secrets, without their values")
  public Listing secrets(
      CommandSession session,
      @Descriptor("only this tenant's") @Parameter(names = "--tenant", absentValue = "")
          String tenant,
      @Descriptor("every version that is kept of this one, tenant/name")
          @Parameter(names = "--secret", absentValue = "")
          String secret,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json)
      throws CommandException {
    requireSet(session, tenant, secret);
    return answer(
        () -> {
          Vault vault = access.vault();
          List<SecretVersion> found =
              secret.isEmpty()
                  ? vault.list(access.scope(tenant, caller(session)), caller(session))
                  : vault.versions(SecretKey.parse(secret), caller(session));
          return SecretRows.of(
              found.stream()
                  .filter(v -> tenant.isEmpty() || v.key().tenant().equals(tenant))
                  .toList(),
              SET.equals(json));
        });
  }

  /** Durable when it answers. */
  @Descriptor("delete a secret with all its versions")
  public Document secretDelete(
      CommandSession session,
      @Descriptor("why, for the event") @Parameter(names = "--reason", absentValue = "")
          String reason,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json,
      @Descriptor("tenant/name, or name of the tenant default") String secret)
      throws CommandException {
    requireSet(session, reason, secret);
    return answer(
        () -> {
          SecretKey key = SecretKey.parse(secret);
          access.vault().delete(key, reason, caller(session));
          Map<String, Object> fields = new LinkedHashMap<>();
          fields.put("tenant", key.tenant());
          fields.put("name", key.name());
          return new Document(
              fields, Map.of("deleted", key.toString()), List.of(), SET.equals(json));
        });
  }
}
