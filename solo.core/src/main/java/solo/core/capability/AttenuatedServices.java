package solo.core.capability;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Hands out services of a tenant's bundles through tokens. Safe for use by many threads.
 *
 * <p>Not guaranteed: this limits what goes through the object that is handed out. In one Java
 * virtual machine it is a defence against mistakes, not a sandbox.
 */
@ProviderType
public interface AttenuatedServices {

  /**
   * An object of the type that passes the granted operations on to a service of the token's tenant,
   * and every other call to nobody: {@link AccessDeniedException}. It ends when the token does: a
   * call that is under way then fails at once, also while its target hangs. A target that throws
   * throws through; where there is no target now, a call fails with {@link
   * org.osgi.framework.ServiceException}. Does not keep the target from being unregistered.
   *
   * @param token with {@link Permission#USE} on {@code api:} and the type's name
   * @param type a public interface
   * @throws IllegalArgumentException when it is not an interface
   * @throws AccessDeniedException when the token does not grant it
   */
  <T> T open(String token, Class<T> type);
}
