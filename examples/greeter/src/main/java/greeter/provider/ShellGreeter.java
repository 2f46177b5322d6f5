package greeter.provider;

import greeter.Greeter;
import org.osgi.service.component.annotations.Component;

/** Greets as a service, and in the shell as {@code greeter:greet <name>}. */
@Component(property = {"osgi.command.scope=greeter", "osgi.command.function=greet"})
public final class ShellGreeter implements Greeter {

  @Override
  public String greet(String name) {
    return "Hello, " + name + "!";
  }
}
