package solo.core.directory;

import org.osgi.service.log.Logger;
import solo.core.deploy.Deployer;
import solo.core.event.EventStore;
import solo.core.recovery.StateProjection;

/** The services that the deploy directory works with. */
record Surroundings(
    Deployer deployer,
    StateProjection projection,
    EventStore events,
    SecretNews secrets,
    Clock clock,
    Logger log) {}
