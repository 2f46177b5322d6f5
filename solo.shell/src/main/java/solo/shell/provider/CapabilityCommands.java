package solo.shell.provider;

import java.time.Instant;
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
import solo.core.capability.Caller;
import solo.core.capability.Capability;
import solo.core.capability.CapabilityService;

/** Commands that make and end tokens, over {@code solo.core.capability}. */
@Component(service = CapabilityCommands.class, immediate = true)
@GogoCommand(
    scope = "solo",
    function = {"grant", "delegate", "renew", "revoke"})
public final class CapabilityCommands extends Commands {
  private final AccessParts access;

  @Activate
  public CapabilityCommands(@Reference AccessParts access) {
    super(access.others());
    this.access = access;
  }

  /** Durable when it answers. */
  @Descriptor("make a token; it is shown once")
  public Document grant(
      CommandSession session,
      @Descriptor("what of the tenant, such as service:orders or api:*; without it: all")
          @Parameter(names = "--resource", absentValue = "")
          String resource,
      @Descriptor("with the permission use: the methods that may be called, with commas; or '*'")
          @Parameter(names = "--operations", absentValue = "")
          String operations,
      @Descriptor("how long it lives, such as 90s, 15m, 8h or 30d; without it: 8h")
          @Parameter(names = "--ttl", absentValue = "")
          String ttl,
      @Descriptor("how long renewals may prolong its life; without it: as configured")
          @Parameter(names = "--renewable", absentValue = "")
          String renewable,
      @Descriptor("how often it may be used in a second; without it: as often as one likes")
          @Parameter(names = "--rate", absentValue = "")
          String rate,
      @Descriptor("with --rate: how often at once; without it: as often as in a second")
          @Parameter(names = "--burst", absentValue = "")
          String burst,
      @Descriptor("what it is for") @Parameter(names = "--note", absentValue = "") String note,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json,
      @Descriptor("whose tenant, '*' for every one") String tenant,
      @Descriptor("what it allows, with commas, such as deploy,kill") String permissions)
      throws CommandException {
    requireSet(session, resource, operations, ttl, renewable, rate, burst, note);
    requireSet(session, tenant, permissions);
    Terms terms = new Terms(resource, operations, ttl, renewable, rate, burst, note);
    return answer(
        () ->
            TokenDocument.of(
                access.capabilities().grant(terms.granted(tenant, permissions), caller(session)),
                SET.equals(json)));
  }

  /** Durable when it answers. */
  @Descriptor("make a token from another, which it ends with; it is shown once")
  public Document delegate(
      CommandSession session,
      @Descriptor("its tenant; without it: the parent's")
          @Parameter(names = "--tenant", absentValue = "")
          String tenant,
      @Descriptor("what of the tenant; without it: what the parent is for")
          @Parameter(names = "--resource", absentValue = "")
          String resource,
      @Descriptor("with the permission use: the methods; without it: the parent's")
          @Parameter(names = "--operations", absentValue = "")
          String operations,
      @Descriptor("how long it lives, such as 15m; without it: 8h, or as long as the parent")
          @Parameter(names = "--ttl", absentValue = "")
          String ttl,
      @Descriptor("how long renewals may prolong its life; without it: as configured")
          @Parameter(names = "--renewable", absentValue = "")
          String renewable,
      @Descriptor("how often it may be used in a second; without it: as often as one likes")
          @Parameter(names = "--rate", absentValue = "")
          String rate,
      @Descriptor("with --rate: how often at once; without it: as often as in a second")
          @Parameter(names = "--burst", absentValue = "")
          String burst,
      @Descriptor("what it is for") @Parameter(names = "--note", absentValue = "") String note,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json,
      @Descriptor("the parent, in a session by token without it that token; then what it allows")
          @Usage("[<accessor>] <permissions>")
          String... words)
      throws CommandException {
    requireSet(session, tenant, resource, operations, ttl, renewable, rate, burst, note);
    requireSet(session, words);
    Terms terms = new Terms(resource, operations, ttl, renewable, rate, burst, note);
    return answer(
        () -> {
          String accessor = parent(caller(session), words);
          CapabilityService capabilities = access.capabilities();
          Capability parent = capabilities.info(accessor, caller(session)).capability();
          Instant now = access.clock == null ? Instant.now() : access.clock.now();
          String permissions = words[words.length - 1];
          return TokenDocument.of(
              capabilities.delegate(
                  accessor, terms.within(parent, tenant, permissions, now), caller(session)),
              SET.equals(json));
        });
  }

  private String parent(Caller caller, String... words) throws CommandException {
    if (words.length == 2) {
      return words[0];
    }
    if (words.length != 1) {
      throw refusal("delegate", List.of(words));
    }
    if (caller.kind() == Caller.Kind.TOKEN) {
      return caller.name();
    }
    throw new CommandException(
        "name the parent: delegate <accessor> <permissions>; only a session by token has one");
  }

  /** Durable when it answers. */
  @Descriptor("let a token live longer, or shorter: so long from now")
  public Document renew(
      CommandSession session,
      @Descriptor("how long it lives from now on, such as 8h")
          @Parameter(names = "--ttl", absentValue = "")
          String ttl,
      @Descriptor("why, for the event") @Parameter(names = "--reason", absentValue = "")
          String reason,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json,
      @Descriptor("the accessor of the token") String accessor)
      throws CommandException {
    requireSet(session, ttl, reason, accessor);
    if (ttl.isEmpty()) {
      throw new CommandException("say for how long: renew %s --ttl 8h".formatted(accessor));
    }
    return answer(
        () ->
            TokenDocument.renewed(
                access
                    .capabilities()
                    .renew(accessor, Durations.parse("--ttl", ttl), reason, caller(session)),
                SET.equals(json)));
  }

  /** Durable when it answers. */
  @Descriptor("end a token and all that was delegated from it, or every token of a tenant")
  public Document revoke(
      CommandSession session,
      @Descriptor("every token of this tenant; '*' for those that are for every tenant")
          @Parameter(names = "--tenant", absentValue = "")
          String tenant,
      @Descriptor("why, for the event") @Parameter(names = "--reason", absentValue = "")
          String reason,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json,
      @Descriptor("the accessor of the token; not with --tenant") @Usage("[<accessor>]")
          String... accessor)
      throws CommandException {
    requireSet(session, tenant, reason);
    requireSet(session, accessor);
    if (accessor.length > 1 || (accessor.length == 1) != tenant.isEmpty()) {
      throw new CommandException("revoke takes one accessor, or --tenant and a tenant");
    }
    return answer(
        () -> {
          CapabilityService capabilities = access.capabilities();
          int ended;
          if (tenant.isEmpty()) {
            ended = capabilities.revoke(accessor[0], reason, caller(session)) ? 1 : 0;
          } else {
            ended = capabilities.revokeAll(tenant, reason, caller(session));
          }
          return revoked(tenant.isEmpty() ? accessor[0] : "", tenant, ended, SET.equals(json));
        });
  }

  private static Document revoked(String accessor, String tenant, int ended, boolean json) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("accessor", accessor);
    fields.put("tenant", tenant);
    fields.put("revoked", ended);
    String what =
        accessor.isEmpty()
            ? "%s of tenant %s".formatted(Text.count(ended, "token"), tenant)
            : ended == 0
                ? "nothing: %s had ended before".formatted(accessor)
                : "%s, and all that was delegated from it".formatted(accessor);
    return new Document(fields, Map.of("revoked", what), List.of(), json);
  }
}
