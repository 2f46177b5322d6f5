package waiting.components;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Waits for a configuration that nobody gives. */
@Component(
    service = Configured.class,
    configurationPid = "waiting.configuration",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Configured {}
