package solo.itest.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import solo.itest.harness.Trees;

/**
 * FLT-9: what is derived from the log is taken away, made garbage or put back as it was earlier,
 * while no container runs. It has to be as before when the next one is ready.
 */
final class Harms {
  private static final List<String> STORES =
      List.of("tokens/tokens.mv", "vault/vault.mv", "events/index.mv");
  private static final List<String> OTHERS =
      List.of("tokens", "receipts", "verified", "links", "cache", "events/*.checkpoint");

  private final Path data;
  private final Path older;

  Harms(Path data, Path older) {
    this.data = data;
    this.older = older;
  }

  /** Does one of them; says which. */
  String one(Random random) {
    try {
      return random.nextInt(3) == 0 ? gone(pick(OTHERS, random)) : store(random);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String store(Random random) throws IOException {
    String name = pick(STORES, random);
    Path file = data.resolve(name);
    Path copy = older.resolve(name.replace('/', '-'));
    boolean copied = Files.exists(copy);
    if (random.nextBoolean() && copied) {
      Files.createDirectories(file.getParent());
      Files.copy(copy, file, StandardCopyOption.REPLACE_EXISTING);
      return name + " is an older one";
    }
    if (!copied && Files.exists(file)) {
      Files.createDirectories(older);
      Files.copy(file, copy);
    }
    if (random.nextBoolean()) {
      return gone(name);
    }
    Files.createDirectories(file.getParent());
    byte[] garbage = new byte[20_000];
    random.nextBytes(garbage);
    Files.write(file, garbage);
    return name + " is garbage";
  }

  private String gone(String name) throws IOException {
    Path directory = data.resolve(name).getParent();
    String pattern = data.resolve(name).getFileName().toString().replace(".", "\\.");
    try (Stream<Path> files = Files.exists(directory) ? Files.list(directory) : Stream.empty()) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().matches(pattern.replace("*", ".*"))) {
          Trees.delete(file);
        }
      }
    }
    return name + " is gone";
  }

  private static String pick(List<String> names, Random random) {
    return names.get(random.nextInt(names.size()));
  }
}
