package solo.shell.provider;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How the words of a command are shown, where the parameter's name does not say it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@interface Usage {
  /** Such as {@code [<accessor>]}. */
  String value();
}
