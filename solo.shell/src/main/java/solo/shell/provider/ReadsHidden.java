package solo.shell.provider;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a command that reads what nobody is to see: an argument that the command does not take may be
 * that by mistake, so no message repeats it, also where it looks like an option.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface ReadsHidden {
  /** Such as {@code a passphrase}. */
  String value();
}
