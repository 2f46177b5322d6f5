package solo.core.stop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.lifecycle.Directories;
import solo.core.lifecycle.ExitCode;
import solo.core.lifecycle.FatalExit;

/** Takes the directories from framework properties, which the launcher sets to absolute paths. */
@Component
public final class FrameworkDirectories implements Directories {
  static final String DATA = "solo.data";
  static final String DEPLOY = "solo.deploy";
  static final String CONFIG = "solo.config";
  static final String STATE = "solo.state";

  private final Path data;
  private final Path deploy;
  private final Path config;
  private final Path state;

  /** Reads the properties and makes what is Solo's own: data and state. */
  @Activate
  public FrameworkDirectories(BundleContext context, @Reference FatalExit fatal) {
    data = directory(context, DATA, fatal);
    deploy = directory(context, DEPLOY, fatal);
    config = directory(context, CONFIG, fatal);
    state = directory(context, STATE, fatal);
    if (!Files.isDirectory(config)) {
      throw refuse(
          fatal, "there is no configuration directory " + config + ": make it or name another");
    }
    for (Path path : new Path[] {data, state}) {
      try {
        Files.createDirectories(path);
      } catch (IOException e) {
        throw refuse(fatal, "cannot make the directory " + path + ": " + e);
      }
    }
  }

  private static Path directory(BundleContext context, String property, FatalExit fatal) {
    String value = context.getProperty(property);
    if (value == null || !Path.of(value).isAbsolute()) {
      throw refuse(
          fatal, "framework property " + property + " is " + value + ", not an absolute path");
    }
    return Path.of(value).normalize();
  }

  private static IllegalStateException refuse(FatalExit fatal, String reason) {
    fatal.exit(ExitCode.BAD_CONFIGURATION, reason);
    return new IllegalStateException(reason);
  }

  @Override
  public Path data() {
    return data;
  }

  @Override
  public Path deploy() {
    return deploy;
  }

  @Override
  public Path config() {
    return config;
  }

  @Override
  public Path state() {
    return state;
  }
}
