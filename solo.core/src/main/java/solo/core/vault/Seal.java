package solo.core.vault;

import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.condition.Condition;

/** Whether the vault can be read, for those that wait for it. */
public enum Seal {
  /** It can. */
  OPEN,
  /** It cannot: it is sealed, or not there. */
  SEALED;

  private static final String FILTER = "(" + Condition.CONDITION_ID + "=" + Vault.UNSEALED + ")";

  /** As it is now: {@link #OPEN} while the condition {@link Vault#UNSEALED} is there. */
  public static Seal of(BundleContext context) {
    try {
      return context.getServiceReferences(Condition.class, FILTER).isEmpty() ? SEALED : OPEN;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
