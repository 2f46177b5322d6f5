package benchmarks;

import benchmarks.bundle.Trivial;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Small bundles that differ in their symbolic name: an activator that registers one service. */
final class GeneratedBundles {
  private static final String CLASS = Trivial.class.getName().replace('.', '/') + ".class";

  private GeneratedBundles() {}

  /** Writes jars, named by {@link #name} with 0 and on, into a directory. */
  static List<Path> write(Path directory, String prefix, int count) throws IOException {
    Files.createDirectories(directory);
    List<Path> jars = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jars.add(write(directory, name(prefix, i)));
    }
    return jars;
  }

  /** The name of one, without {@code .jar}. */
  static String name(String prefix, int number) {
    return prefix + "%04d".formatted(number);
  }

  private static Path write(Path directory, String name) throws IOException {
    Path jar = directory.resolve(name + ".jar");
    try (InputStream code = Trivial.class.getResourceAsStream("/" + CLASS);
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest(name))) {
      out.putNextEntry(new JarEntry(CLASS));
      code.transferTo(out);
      out.closeEntry();
    }
    return jar;
  }

  private static Manifest manifest(String name) {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", "bench." + name);
    main.putValue("Bundle-Version", "1.0.0");
    main.putValue("Bundle-Activator", Trivial.class.getName());
    main.putValue("Import-Package", "org.osgi.framework;version=\"[1.9,2)\"");
    return manifest;
  }
}
