package solo.shell.control;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where others than the owner may reach the container, by token. */
@ObjectClassDefinition(
    name = "Solo access socket",
    description = "A second socket, for sessions by token of other users of the machine")
@interface AccessConfig {

  @AttributeDefinition(
      name = "Socket",
      description =
          "Absolute path of the socket, 1 to 106 bytes; empty for none; default empty. Outside the"
              + " data directory, which is its owner's alone",
      required = false)
  String socket() default "";

  @AttributeDefinition(
      name = "Group",
      description =
          "Group whose users may connect, which the container's user is a member of; empty for the"
              + " container's own; default empty",
      required = false)
  String group() default "";
}
