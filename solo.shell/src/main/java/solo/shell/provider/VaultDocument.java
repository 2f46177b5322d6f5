package solo.shell.provider;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import solo.core.control.ExitStatus;
import solo.core.vault.VaultKeys;
import solo.core.vault.VaultKeys.State;

/** How the vault is. */
final class VaultDocument {
  private VaultDocument() {}

  static Document of(VaultKeys.Status now, boolean json) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("state", now.state().name());
    fields.put("why", now.why());
    fields.put("source", now.source().name());
    fields.put("keyFile", now.keyFile());
    fields.put("configuredKeyFile", now.configuredKeyFile());
    fields.put("iterations", now.iterations());
    fields.put("masterKey", now.masterKey());
    fields.put("rotating", now.rotating());
    fields.put("tenants", now.tenants());
    fields.put("secrets", now.secrets());
    fields.put("versions", now.versions());
    fields.put("fix", fix(now));
    List<Document.Line> lines =
        lines(now).entrySet().stream()
            .map(e -> new Document.Line(e.getKey(), e.getValue()))
            .toList();
    int status = now.state() == State.SEALED ? ExitStatus.WARNING : ExitStatus.DONE;
    return new Document(fields, lines, List.of(), json, status);
  }

  private static Map<String, String> lines(VaultKeys.Status now) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("state", line(now));
    lines.put("key", key(now));
    lines.put(
        "holds",
        "%s in %s of %s"
            .formatted(
                Text.count(now.secrets(), "secret"),
                Text.count(now.versions(), "version"),
                Text.count(now.tenants(), "tenant")));
    if (now.rotating()) {
      lines.put("rotation", "begun and not ended: the old and the new key open");
    }
    if (!fix(now).isEmpty()) {
      lines.put("fix", fix(now));
    }
    return lines;
  }

  /** In one line, as the container's status tells it too. */
  static String line(VaultKeys.Status now) {
    return now.state() + (now.why().isEmpty() ? "" : ": " + now.why());
  }

  private static String key(VaultKeys.Status now) {
    String none = now.state() == State.SEALED ? "not known" : "none yet";
    String number = now.masterKey() == 0 ? none : "number " + now.masterKey();
    if (now.source() == VaultKeys.Source.FILE) {
      return number + (now.keyFile().isEmpty() ? ", in a file" : ", in " + now.keyFile());
    }
    return "%s, of a passphrase by %d iterations".formatted(number, now.iterations());
  }

  /**
   * Empty where the reason says it: a sealed vault without a master key has no keyring, and who is
   * not told the file can do nothing with it.
   */
  private static String fix(VaultKeys.Status now) {
    boolean file = now.source() == VaultKeys.Source.FILE;
    boolean told = !file || !now.keyFile().isEmpty();
    if (now.state() == State.SEALED && (now.masterKey() == 0 || !told)) {
      return "";
    }
    return switch (now.state()) {
      case UNSEALED -> toConfigure(now);
      case EMPTY -> file ? "" : "solo:vault-unseal takes the passphrase that it is to have";
      case SEALED ->
          file
              ? "mend what the state tells of, then solo:vault-unseal; the key file is %s"
                  .formatted(now.keyFile())
              : "solo:vault-unseal asks for the passphrase";
    };
  }

  private static String toConfigure(VaultKeys.Status now) {
    return now.keyFile().equals(now.configuredKeyFile())
        ? ""
        : ("name %s as keyFile in etc/solo.capability.vault.cfg before the next start, which looks"
                + " in %s and is sealed else")
            .formatted(now.keyFile(), now.configuredKeyFile());
  }
}
