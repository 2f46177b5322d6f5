package solo.core.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;
import solo.core.lifecycle.Directories;
import solo.core.lifecycle.ExitCode;
import solo.core.lifecycle.FatalExit;
import solo.core.tenant.Printable;

/**
 * Reads {@code etc/<pid>.cfg} once at boot and hands them to Configuration Admin. Solo's components
 * require their configuration, so none of them starts before all files are known to be good. A
 * change of a file needs a restart.
 */
@Component(
    immediate = true,
    service = {})
public final class ConfigFiles {
  /** Reaches every bundle that asks for the PID, whichever comes first. */
  private static final String ANY_BUNDLE = "?";

  private final ConfigurationAdmin admin;
  private final Logger log;

  /** Reads, checks, and hands over; or ends the process with what is wrong. */
  @Activate
  public ConfigFiles(
      BundleContext context,
      @Reference Directories directories,
      @Reference MetaTypeService metatype,
      @Reference ConfigurationAdmin admin,
      @Reference FatalExit fatal,
      @Reference(service = LoggerFactory.class) Logger log) {
    this.admin = admin;
    this.log = log;
    List<String> problems = new ArrayList<>();
    List<ConfigFile> files = read(directories.config(), problems);
    ConfigPlan plan = ConfigPlan.of(known(context, metatype), files);
    problems.addAll(plan.problems());
    if (problems.isEmpty()) {
      for (Map.Entry<String, Dictionary<String, Object>> e : plan.configurations().entrySet()) {
        handOver(e.getKey(), e.getValue(), fatal);
      }
    } else {
      fatal.exit(
          ExitCode.BAD_CONFIGURATION, String.join("; ", problems) + "; in " + directories.config());
    }
  }

  /** Without its configuration none of Solo's parts starts: that must not pass in silence. */
  private void handOver(String pid, Dictionary<String, Object> values, FatalExit fatal) {
    try {
      configuration(pid).updateIfDifferent(values);
    } catch (IOException | RuntimeException e) {
      if (pid.startsWith(ConfigPlan.OWN)) {
        ExitCode code = e instanceof IOException ? ExitCode.IO_FAILURE : ExitCode.BAD_CONFIGURATION;
        fatal.exit(code, pid + " cannot be configured: " + e);
      } else {
        log.error("left out: etc/{}.cfg: {}", Printable.escape(pid), Printable.escape("" + e));
      }
    }
  }

  private static Map<String, KnownPid> known(BundleContext context, MetaTypeService metatype) {
    Map<String, KnownPid> known = new TreeMap<>();
    for (Bundle bundle : context.getBundles()) {
      String name = bundle.getSymbolicName();
      if (name != null && name.startsWith(ConfigPlan.OWN)) {
        addKnown(known, metatype.getMetaTypeInformation(bundle));
      }
    }
    return known;
  }

  private static void addKnown(Map<String, KnownPid> known, MetaTypeInformation information) {
    for (String pid : information.getPids()) {
      ObjectClassDefinition definition = information.getObjectClassDefinition(pid, null);
      if (pid.startsWith(ConfigPlan.OWN)) {
        known.put(
            pid, KnownPid.of(pid, definition.getAttributeDefinitions(ObjectClassDefinition.ALL)));
      }
    }
  }

  /** A file that is not Solo's and cannot be read is a user's bundle's affair, not Solo's. */
  private List<ConfigFile> read(Path directory, List<String> problems) {
    List<ConfigFile> files = new ArrayList<>();
    for (Path path : list(directory, problems)) {
      try {
        files.add(ConfigFile.read(path));
      } catch (IOException e) {
        if (path.getFileName().toString().startsWith(ConfigPlan.OWN)) {
          problems.add(e.getMessage());
        } else {
          log.error("left out: {}", Printable.escape(e.getMessage()));
        }
      }
    }
    return files;
  }

  private static List<Path> list(Path directory, List<String> problems) {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory, "?*" + ConfigFile.SUFFIX)) {
      entries.forEach(paths::add);
    } catch (IOException e) {
      problems.add("the configuration directory cannot be read: " + e);
    }
    paths.sort(Comparator.naturalOrder());
    return paths;
  }

  private Configuration configuration(String pid) throws IOException {
    int tilde = pid.indexOf('~');
    return tilde > 0
        ? admin.getFactoryConfiguration(
            pid.substring(0, tilde), pid.substring(tilde + 1), ANY_BUNDLE)
        : admin.getConfiguration(pid, ANY_BUNDLE);
  }
}
