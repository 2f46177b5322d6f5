package solo.shell.provider;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
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
import solo.core.tenant.Printable;
import solo.core.tenant.ServiceKey;
import solo.core.vault.VaultException;
import solo.core.vault.VaultKeys;

/** Commands over the keys of {@code solo.core.vault}. */
@Component(service = VaultCommands.class, immediate = true)
@GogoCommand(
    scope = "solo",
    function = {"vault-status", "vault-unseal", "vault-rotate", "vault-shred"})
public final class VaultCommands extends Commands {
  private static final int MAX_PASSPHRASE = 1024;
  private static final int MAX_LINE = 256;

  private final AccessParts access;
  private final Hidden hidden;

  @Activate
  public VaultCommands(@Reference AccessParts access) {
    this(access, Hidden.ofSession());
  }

  VaultCommands(AccessParts access, Hidden hidden) {
    super(access.others());
    this.access = access;
    this.hidden = hidden;
  }

  @Descriptor("tell whether the vault can be read, and what to do where it cannot")
  public Document vaultStatus(
      CommandSession session,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json)
      throws CommandException {
    return answer(() -> status(session, SET.equals(json)));
  }

  private Document status(CommandSession session, boolean json) throws CommandException {
    return VaultDocument.of(access.vaultKeys().status(caller(session)), json);
  }

  @ReadsHidden("a passphrase")
  @Descriptor("open a sealed vault: by its passphrase, typed hidden or piped, or its key file")
  public Document vaultUnseal(
      CommandSession session,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json)
      throws CommandException {
    return answer(
        () -> {
          VaultKeys.Status now = access.vaultKeys().status(caller(session));
          if (now.source() == VaultKeys.Source.PASSPHRASE || !byFile(session)) {
            byPassphrase(session, now.state() == VaultKeys.State.EMPTY);
          }
          return status(session, SET.equals(json));
        });
  }

  /** False where the keyring, which was read anew, turned out to have a passphrase. */
  private boolean byFile(CommandSession session) throws CommandException {
    VaultKeys keys = access.vaultKeys();
    try {
      keys.unseal(caller(session));
      return true;
    } catch (VaultException e) {
      if (keys.status(caller(session)).source() == VaultKeys.Source.FILE) {
        throw e;
      }
      return false;
    }
  }

  private void byPassphrase(CommandSession session, boolean fresh)
      throws CommandException, IOException {
    char[] passphrase = hidden.passphrase(session, fresh, MAX_PASSPHRASE);
    try {
      access.vaultKeys().unseal(passphrase, caller(session));
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  /** Durable when it answers. */
  @ReadsHidden("a passphrase")
  @Descriptor("put a new master key in place of the old one; no secret is touched")
  public Document vaultRotate(
      CommandSession session,
      @Descriptor(
              "the new key: 32 bytes, mode 0400; without it: a new random one in the old's file")
          @Parameter(names = "--key-file", absentValue = "")
          String keyFile,
      @Descriptor("the new key is a passphrase, typed hidden or piped")
          @Parameter(names = "--passphrase", presentValue = SET, absentValue = UNSET)
          String passphrase,
      @Descriptor("why, for the event") @Parameter(names = "--reason", absentValue = "")
          String reason,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json)
      throws CommandException {
    requireSet(session, keyFile, passphrase, reason);
    return answer(
        () -> {
          boolean typed = SET.equals(passphrase);
          if (typed && !keyFile.isEmpty()) {
            throw new CommandException("vault-rotate takes --key-file or --passphrase, not both");
          }
          if (typed) {
            rotate(session, reason);
          } else {
            Path file = keyFile.isEmpty() ? null : file(session.currentDir(), keyFile);
            requireFile(session, file);
            access.vaultKeys().rotate(file, reason, caller(session));
          }
          return status(session, SET.equals(json));
        });
  }

  private void rotate(CommandSession session, String reason) throws CommandException, IOException {
    VaultKeys keys = access.vaultKeys();
    char[] fresh = hidden.passphrase(session, true, MAX_PASSPHRASE);
    try {
      keys.rotate(fresh, reason, caller(session));
    } finally {
      Arrays.fill(fresh, '\0');
    }
  }

  private void requireFile(CommandSession session, Path file) throws CommandException {
    VaultKeys.Status now = access.vaultKeys().status(caller(session));
    if (file == null && now.source() == VaultKeys.Source.PASSPHRASE) {
      throw new CommandException(
          "the vault has a passphrase: vault-rotate --passphrase takes a new one,"
              + " --key-file <file> a key file in its place");
    }
  }

  private static Path file(Path currentDir, String file) throws CommandException {
    try {
      return currentDir.resolve(file).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new CommandException("there is no file " + Printable.quote(file));
    }
  }

  /** Durable when it answers. */
  @Descriptor("delete every secret of a tenant with its keys: no copy of the log can be read then")
  public Document vaultShred(
      CommandSession session,
      @Descriptor("do not ask; without it the tenant's name is to be typed, or piped")
          @Parameter(names = "--yes", presentValue = SET, absentValue = UNSET)
          String yes,
      @Descriptor("why, for the event") @Parameter(names = "--reason", absentValue = "")
          String reason,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json,
      @Descriptor("whose") String tenant)
      throws CommandException {
    requireSet(session, yes, reason, tenant);
    return answer(
        () -> {
          ServiceKey.requireId("tenant", tenant);
          if (!SET.equals(yes)) {
            confirm(session, tenant);
          }
          int secrets = access.vault().shred(tenant, reason, caller(session));
          Map<String, Object> fields = new LinkedHashMap<>();
          fields.put("tenant", tenant);
          fields.put("secrets", secrets);
          String what =
              "%s of tenant %s, and its keys".formatted(Text.count(secrets, "secret"), tenant);
          return new Document(fields, Map.of("shredded", what), List.of(), SET.equals(json));
        });
  }

  /** Not hidden: it is no secret, and people should see what they type. */
  private static void confirm(CommandSession session, String tenant)
      throws CommandException, IOException {
    Output.err(session).printf("This cannot be undone. The tenant's name, to go on (%s): ", tenant);
    Output.err(session).flush();
    String typed = line(Output.in(session));
    if (!tenant.equals(typed)) {
      throw new CommandException(
          "not confirmed, nothing was changed: type the tenant's name, or say --yes");
    }
  }

  /** Byte by byte: what follows belongs to somebody else. */
  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next >= 0 && next != '\n' && next != '\r' && line.length() < MAX_LINE) {
      line.append((char) next);
      next = in.read();
    }
    return line.toString().strip();
  }
}
