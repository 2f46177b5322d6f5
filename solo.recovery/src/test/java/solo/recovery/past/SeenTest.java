package solo.recovery.past;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.Test;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.fold.Fact;

/** Nobody learns from the past what the lists of now refuse. */
public class SeenTest {
  private static final List<Fact> FACTS =
      List.of(
          fact("limit", "t1", "rate", Map.of()),
          fact("secret", "t1", "db", Map.of()),
          fact("secret", "t2", "db", Map.of()),
          fact("service", "t1", "web", Map.of()),
          fact("token", "*", "everywhere", Map.of("resource", "*")),
          fact("token", "t1", "all", Map.of("resource", "*")),
          fact("token", "t1", "web", Map.of("resource", "service:web")));

  @Test
  public void tokensAreForThoseWhoMayListTokens() {
    assertEquals(List.of("limit rate", "service web"), seen(Resource.ALL, Set.of()));
    assertEquals(
        List.of("limit rate", "service web", "token all", "token web"),
        seen(Resource.ALL, Set.of(Permission.GRANT)));
    assertEquals(
        List.of("service web", "token web"),
        seen(Resource.service("web"), Set.of(Permission.GRANT)));
  }

  @Test
  public void secretsAreForThoseWhoMayListSecrets() {
    for (Permission one : List.of(Permission.SECRET_READ, Permission.SECRET_WRITE)) {
      assertEquals(
          List.of("limit rate", "secret db", "service web"), seen(Resource.ALL, Set.of(one)));
      assertEquals(List.of("secret db"), seen(Resource.secret("db"), Set.of(one)));
      assertEquals(List.of(), seen(Resource.secret("other"), Set.of(one)));
    }
  }

  private static List<String> seen(Resource reach, Set<Permission> besides) {
    Seen seen = new Seen(new Held(reach, besides), Caller.token("k3Jd9sLq0ZxP"));
    return FACTS.stream().filter(seen::shows).map(f -> f.kind() + " " + f.key()).toList();
  }

  private static Fact fact(String kind, String tenant, String key, Map<String, String> fields) {
    return new Fact(kind, tenant, key, new TreeMap<>(fields));
  }

  /** A token of the tenant t1 that may query events and read, and what is named besides. */
  private record Held(Resource part, Set<Permission> besides) implements Authorization {
    @Override
    public void require(Caller caller, Permission permission, String where, Resource what) {
      if (!allows(caller, permission, where, what)) {
        throw new AccessDeniedException(caller, permission, where);
      }
    }

    @Override
    public boolean allows(Caller caller, Permission permission, String where, Resource what) {
      boolean has =
          permission == Permission.EVENTS
              || permission == Permission.READ
              || besides.contains(permission);
      return has && where.equals("t1") && part.covers(what);
    }

    @Override
    public String scope(Caller caller) {
      return "t1";
    }

    @Override
    public Resource reach(Caller caller) {
      return part;
    }
  }
}
