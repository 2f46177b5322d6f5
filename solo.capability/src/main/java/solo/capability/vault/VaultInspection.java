package solo.capability.vault;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.recovery.SystemState;
import solo.core.vault.SecretVersion;
import solo.core.vault.VaultException;
import solo.core.vault.VaultKeys.State;
import solo.core.verify.Finding;
import solo.core.verify.Inspection;

/**
 * Proves the secrets for the verifier. A sealed vault is no finding; one whose keyring is lost is.
 * Nothing here is mended: what is wrong is a lost key or a damaged secret.
 */
@Component(service = Inspection.class)
public final class VaultInspection implements Inspection {
  private static final int STEP = 32;

  private final VaultRoom room;

  /** The inspection of a room. */
  @Activate
  public VaultInspection(@Reference VaultRoom room) {
    this.room = room;
  }

  @Override
  public String name() {
    return "vault";
  }

  @Override
  public List<Finding> quick(SystemState fold) {
    List<SecretVersion> versions = room.table().versions();
    Optional<Keyring> ring = room.keeper().ring();
    if (ring.isPresent()) {
      return versions.stream()
          .filter(version -> Orphans.lacksKey(version, ring.get()) && stillLacksKey(version))
          .map(Orphans::withoutKey)
          .toList();
    }
    KeyKeeper.View view = room.keeper().view();
    return view.state() == State.SEALED && room.isRestored() && !versions.isEmpty()
        ? List.of(Orphans.keyring(view.why()))
        : List.of();
  }

  /** Nobody makes or removes its key now. */
  private boolean stillLacksKey(SecretVersion version) {
    return room.locks()
        .reading(
            version.key().tenant(),
            () ->
                room.table().entry(version.key()).versions().contains(version)
                    && room.keeper().ring().stream()
                        .anyMatch(ring -> Orphans.lacksKey(version, ring)));
  }

  @Override
  public Iterator<List<Finding>> deep(SystemState fold) {
    return new Reading();
  }

  /** First the keyring's file, then the rows of the projection, then the secrets of the table. */
  private final class Reading implements Iterator<List<Finding>> {
    private final Iterator<SecretVersion> versions = room.table().versions().iterator();
    private Optional<SecretRow> last = Optional.empty();
    private boolean keyringLeft = true;
    private boolean rowsLeft = room.store().off().isEmpty();

    @Override
    public boolean hasNext() {
      return keyringLeft || rowsLeft || versions.hasNext();
    }

    @Override
    public List<Finding> next() {
      if (keyringLeft) {
        keyringLeft = false;
        return room.keeper().wrongOnDisk().map(Orphans::onDisk).stream().toList();
      }
      return rowsLeft ? rows() : secrets();
    }

    private List<Finding> rows() {
      List<SecretRow> rows = page();
      List<Finding> found = new ArrayList<>();
      for (SecretRow row : rows) {
        Orphans.of(row, room.events().event(row.version().eventId())).ifPresent(found::add);
        last = Optional.of(row);
      }
      rowsLeft = rows.size() == STEP;
      return found;
    }

    /** None where the projection is off, as the quick look says. */
    private List<SecretRow> page() {
      try {
        return room.store().rowsBehind(last, STEP);
      } catch (IllegalStateException e) {
        if (room.store().off().isPresent()) {
          return List.of();
        }
        throw e;
      }
    }

    private List<Finding> secrets() {
      List<Finding> found = new ArrayList<>();
      for (int i = 0; i < STEP && versions.hasNext(); i++) {
        opened(versions.next()).ifPresent(found::add);
      }
      return found;
    }
  }

  private Optional<Finding> opened(SecretVersion version) {
    if (room.keeper().view().state() != State.UNSEALED) {
      return Optional.empty();
    }
    return room.locks()
        .reading(
            version.key().tenant(),
            () -> {
              boolean isThere = room.table().entry(version.key()).versions().contains(version);
              return isThere && !opens(version)
                  ? Optional.of(Orphans.of(version, "its ciphertext does not open"))
                  : Optional.empty();
            });
  }

  private boolean opens(SecretVersion version) {
    try {
      new Ciphertexts(room).open(version).close();
      return true;
    } catch (DoesNotOpenException e) {
      return false;
    } catch (VaultException e) {
      // a key that is not there is found by the quick part, a vault that was sealed is no finding
      return e.why() != VaultException.Cause.CORRUPT
          || room.keeper()
              .ring()
              .flatMap(r -> r.key(version.key().tenant(), version.keyId()))
              .isEmpty();
    }
  }

  @Override
  public Optional<String> repair(Finding finding) {
    return Optional.empty();
  }
}
