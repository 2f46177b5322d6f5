package solo.core.directory;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.recovery.ServiceRecord.Standing;

/** Which names count, and what becomes of the others. */
public class NamesTest {
  private static final byte[] JAR = Jars.jar("jar");

  @Rule public final TemporaryFolder temp = new TemporaryFolder();
  private DirectoryWorld world;

  @Before
  public void start() throws IOException {
    world = new DirectoryWorld(temp.getRoot().toPath());
  }

  @After
  public void stop() {
    world.close();
  }

  @Test
  public void aFileIsOfTheDefaultTenantOrOfItsDirectorys() throws IOException {
    world.drop("app.jar", JAR);
    world.drop("acme/app-1.2_x.jar", JAR);
    world.settle();
    world.assertRuns("default/app", JAR);
    world.assertRuns("acme/app-1.2_x", JAR);
    String source = world.record("acme/app-1.2_x").spec().orElseThrow().source();
    assertEquals("directory:acme/app-1.2_x.jar", source);
  }

  @Test
  public void copiesUnderWayAndOtherFilesAreNobodysBusiness() throws IOException {
    for (String name : List.of(".app.jar", "app.jar.part", "app.tmp", "README", "a/b/c.jar")) {
      world.drop(name, JAR);
    }
    world.settle();
    assertEquals(0, world.deployer.calls.get());
    assertEquals(List.of(), receipts());
  }

  @Test
  public void bad01_namesThatAreNoIdsAreRefusedOnOneLine() throws IOException {
    world.drop("-rf.jar", JAR);
    world.drop("two\nlines\u001b[2J.jar", JAR);
    world.drop("x".repeat(251) + ".jar", JAR);
    world.drop("bad tenant/app.jar", JAR);
    world.drop("..app.jar.jar", JAR);
    world.drop("a..b.jar", JAR);
    world.settle();
    assertEquals("a..b is an id", 1, world.deployer.calls.get());
    List<String> all = receipts();
    assertEquals(all.toString(), 5, all.size());
    String text = String.join("", all.stream().filter(r -> r.contains("lines")).toList());
    assertTrue(text, text.contains("\"two\\\\u000alines\\\\u001b[2J.jar\""));
    assertTrue(text, text.contains("\"refused\"") && text.contains("ids of"));
  }

  @Test
  public void bad01_aNameThatIsNoTextIsRefused() throws IOException {
    Path file = Files.write(world.deploy.resolve("plain.jar"), JAR);
    Process rename =
        new ProcessBuilder("sh", "-c", "mv plain.jar \"$(printf 'bad\\377\\376.jar')\"")
            .directory(world.deploy.toFile())
            .start();
    rename.onExit().join();
    assertTrue("renamed", Files.notExists(file));
    world.settle();
    assertEquals(0, world.deployer.calls.get());
    assertEquals(1, receipts().size());
  }

  @Test
  public void bad01_aLinkIsNotFollowedAndKillsNothing() throws IOException {
    world.drop("app.jar", JAR);
    world.settle();
    Path outside = Files.write(temp.getRoot().toPath().resolve("outside.jar"), Jars.jar("other"));
    world.remove("app.jar");
    Files.createSymbolicLink(world.deploy.resolve("app.jar"), outside);
    Files.createDirectory(world.deploy.resolve("dir.jar"));
    world.settle();
    world.assertRuns("default/app", JAR);
    assertEquals(1, world.deployer.calls.get());
    world.assertReceipt("default/app", "\"refused\"", "symbolic link");
    world.assertReceipt("default/dir", "\"refused\"", "not a regular file");
  }

  @Test
  public void aServiceNamedByTwoFilesIsThatOfTheFirstAndTheOtherIsRefused() throws IOException {
    world.drop("app.jar", JAR);
    world.drop("default/app.jar", Jars.jar("other"));
    world.settle();
    world.assertRuns("default/app", JAR);
    world.assertReceipt("_refused/default~app.jar", "\"refused\"", "named by another file");
    world.remove("app.jar");
    world.settle();
    world.assertRuns("default/app", Jars.jar("other"));
    assertEquals(Standing.DEPLOYED, world.record("default/app").standing());
    assertEquals(1, receipts().size());
  }

  private List<String> receipts() throws IOException {
    Path all = world.data.resolve("receipts");
    if (Files.notExists(all)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(all)) {
      return files.filter(Files::isRegularFile).map(NamesTest::read).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
