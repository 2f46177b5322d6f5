package solo.core.fuzz;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The inputs of a target that are kept: small ones that reach what others do not, and findings. */
final class Corpus {
  private Corpus() {}

  static Map<String, byte[]> of(Class<?> target) throws IOException {
    Map<String, byte[]> inputs = new TreeMap<>();
    URL directory = target.getResource("fuzz/" + target.getSimpleName());
    if (directory == null) {
      return inputs;
    }
    try (Stream<Path> files = Files.list(Path.of(new URI(directory.toString())))) {
      for (Path file : files.toList()) {
        inputs.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    return inputs;
  }
}
