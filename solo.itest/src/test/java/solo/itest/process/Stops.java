package solo.itest.process;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import solo.itest.harness.Await;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;
import stopprobe.StopProbe;

/** What the suites of the stop share. */
final class Stops {
  private Stops() {}

  /** The status that a container that stops gives of itself, once it is in the phase. */
  static JsonObject awaitPhase(SoloProcess process, String phase) {
    return Await.value(
        "phase " + phase + " of the stop of " + process,
        () ->
            process
                .tryExec("solo:status --json")
                .map(status -> status.json().getAsJsonObject())
                .filter(status -> status.get("state").getAsString().equals("stopping"))
                .filter(status -> !status.get("stopPhase").isJsonNull())
                .filter(status -> status.get("stopPhase").getAsString().equals(phase)));
  }

  /** The triggers that the ends of all stops in the log name, oldest first. */
  static List<String> triggers(SoloProcess process) {
    return process.events("system_shutdown_complete").stream()
        .map(event -> event.get("trigger").getAsString())
        .toList();
  }

  /** The newest end of a stop in the log. */
  static JsonObject last(SoloProcess process) {
    List<JsonObject> ends = process.events("system_shutdown_complete");
    return ends.get(ends.size() - 1);
  }

  /** The id of one of the bundles of a container. */
  static String bundleId(SoloProcess process, String symbolicName) {
    return process
        .does("felix:lb -s")
        .out()
        .lines()
        .filter(line -> line.contains(symbolicName + " ") || line.endsWith(symbolicName))
        .map(line -> line.substring(0, line.indexOf('|')).strip())
        .findFirst()
        .orElseThrow();
  }

  /** Starts the probe beside Solo's own bundles, where no deployer knows of it. */
  static void addProbe(SoloHome home, SoloProcess process) throws IOException {
    Path jar = home.scratch().resolve("probe.jar");
    write(jar);
    process.does("felix:start " + jar.toUri());
  }

  private static void write(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    Map.of(
            "Manifest-Version", "1.0",
            "Bundle-ManifestVersion", "2",
            "Bundle-SymbolicName", "stopprobe",
            "Bundle-Activator", StopProbe.class.getName(),
            "Import-Package",
                "org.osgi.framework,org.osgi.util.promise,org.osgi.util.function,"
                    + "solo.core.capability,solo.core.event,solo.core.lifecycle,solo.core.tenant")
        .forEach(headers::putValue);
    String name = StopProbe.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        InputStream bytes = StopProbe.class.getClassLoader().getResourceAsStream(name)) {
      out.putNextEntry(new JarEntry(name));
      bytes.transferTo(out);
    }
  }
}
