package solo.core.gate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;
import solo.core.deploy.Gate.Passed;
import solo.core.testing.BundleJar;
import solo.core.testing.Loggers;
import solo.core.testing.TestDirectories;

public class BundleGateTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private ContentAddressedArtifacts artifacts;
  private BundleGate gate;

  @Before
  public void open() throws IOException {
    artifacts =
        new ContentAddressedArtifacts(
            new TestDirectories(folder.getRoot().toPath()),
            (code, reason) -> fail(reason),
            Loggers.silent());
    gate = new BundleGate(artifacts);
  }

  @Test
  public void goodBundlePasses() throws Exception {
    assertEquals(new Passed("acme.greeter", "1.2.3.q", ""), check(good().version("1.2.3.q")));
  }

  @Test
  public void theSecretsItNamesAreSortedAndEachNamedOnce() throws Exception {
    BundleJar jar = good().header("Solo-Secrets", "db.password , api.key,db.password");
    assertEquals("api.key,db.password", check(jar).secrets());
  }

  @Test
  public void namesOfSecretsThatAreNone() throws Exception {
    for (String header : new String[] {"", " ", "a,,b", "a,", "-x", "a b", "a/b", "x;y=1"}) {
      assertRefused("Solo-Secrets", good().header("Solo-Secrets", header));
    }
  }

  @Test
  public void sixtyFourSecretsAreTakenAndNotOneMore() throws Exception {
    String most = IntStream.range(0, 64).mapToObj(i -> "s" + i).collect(Collectors.joining(","));
    assertEquals(64, check(good().header("Solo-Secrets", most)).secrets().split(",").length);
    assertRefused("names 65 secrets; at most 64", good().header("Solo-Secrets", most + ",x"));
  }

  @Test
  public void directivesAreNotPartOfTheName() throws Exception {
    BundleJar jar = good().header("Bundle-SymbolicName", "acme.greeter;singleton:=true");
    assertEquals("acme.greeter", check(jar).symbolicName());
  }

  @Test
  public void missingVersionIsZero() throws Exception {
    assertEquals("0.0.0", check(good().version(null)).version());
  }

  @Test
  public void bad02_halfCopiedJarIsTruncated() throws Exception {
    byte[] whole = Files.readAllBytes(file(good()));
    for (int length : new int[] {whole.length - 1, whole.length / 2, 30}) {
      assertRefused("truncated", Arrays.copyOf(whole, length));
    }
  }

  @Test
  public void bad08_emptyFile() throws Exception {
    assertRefused("empty", new byte[0]);
  }

  @Test
  public void bad08_text() throws Exception {
    assertRefused("not a jar", "hello, I am a text\n".repeat(10).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  public void bad08_noManifest() throws Exception {
    assertRefused(
        "no META-INF/MANIFEST.MF", good().withoutManifest().entry("a.txt", new byte[] {1}));
  }

  @Test
  public void bad08_noSymbolicName() throws Exception {
    assertRefused("no Bundle-SymbolicName", good().header("Bundle-SymbolicName", null));
  }

  @Test
  public void bad08_manifestVersionIsNotTwo() throws Exception {
    assertRefused(
        "Bundle-ManifestVersion is missing; expected 2",
        good().header("Bundle-ManifestVersion", null));
    assertRefused(
        "Bundle-ManifestVersion is '1'; expected 2", good().header("Bundle-ManifestVersion", "1"));
  }

  @Test
  public void bad08_namesAndVersionsThatAreNone() throws Exception {
    for (String name : new String[] {"a b", "..", "a..b", "a/b", "\u202e", ";x=y"}) {
      assertRefused("is not one", good().header("Bundle-SymbolicName", name));
    }
    for (String version : new String[] {"1.a", "-1", "1.2.3.4.5", "latest"}) {
      assertRefused("Bundle-Version", good().version(version));
    }
  }

  @Test
  public void bad09_namesOfTheContainer() throws Exception {
    for (String name :
        new String[] {
          "system.bundle", "org.apache.felix.framework", "solo.core", "Solo.x", "solo"
        }) {
      assertRefused("is kept for the container", good().header("Bundle-SymbolicName", name));
    }
    check(good().header("Bundle-SymbolicName", "soloist"));
  }

  @Test
  public void bad11_fragments() throws Exception {
    for (String host :
        new String[] {"system.bundle;extension:=framework", "solo.core", "acme.other"}) {
      assertRefused("fragment", good().header("Fragment-Host", host));
    }
  }

  @Test
  public void bad05_secondManifestWhateverItsCase() throws Exception {
    assertRefused(
        "two entries", good().entry("meta-inf/Manifest.mf", "x".getBytes(StandardCharsets.UTF_8)));
    assertRefused("two entries", withDuplicate("META-INF/MANIFEST.MF"));
  }

  @Test
  public void bad05_sameClassTwice() throws Exception {
    assertRefused("two entries", withDuplicate("a/B.class"));
  }

  @Test
  public void bad06_entriesThatPointOutside() throws Exception {
    for (String name :
        new String[] {"../../x", "/abs", "C:\\x", "a\\..\\b", "a/../b", "..", "a/.."}) {
      assertRefused("points outside", good().entry(name, new byte[] {1}));
    }
    check(good().entry("a..b/..c/d...class", new byte[] {1}));
  }

  @Test
  public void bad07_manifestIsBounded() throws Exception {
    StringBuilder imports = new StringBuilder("a");
    while (imports.length() < BundleEntries.MAX_MANIFEST_BYTES) {
      imports.append(",some.other.name.of.a.package");
    }
    assertRefused("more than 1048576 bytes", good().header("Import-Package", imports.toString()));
  }

  @Test
  public void bad04_directoryThatClaimsTooMuchIsNotRead() throws Exception {
    byte[] jar = Files.readAllBytes(file(good()));
    assertRefused("more than 65534 entries", patched(jar, 10, 0xFFFF, 2));
    assertRefused("zip directory has", patched(jar, 12, 0x7FFFFFFF, 4));
    assertRefused("points outside the file", patched(jar, 16, 0x7FFFFFFF, 4));
  }

  /** Found by the fuzzer: the JDK's reader believes the directory, and refuses so large a one. */
  @Test
  public void aManifestOfAnotherSizeThanTheDirectorySaysIsRefused() throws Exception {
    try (InputStream in = getClass().getResourceAsStream("fuzz/JarFuzz/manifest-of-another-size")) {
      assertRefused("its zip directory says", in.readAllBytes());
    }
  }

  @Test
  public void anyFlippedByteIsRefusedOrReadAsTheSameBundle() throws Exception {
    byte[] jar = Files.readAllBytes(file(good()));
    for (int i = 0; i < jar.length; i++) {
      byte[] flipped = jar.clone();
      flipped[i] ^= (byte) 0xFF;
      try {
        gate.check(artifacts.keep(new ByteArrayInputStream(flipped)).digest());
      } catch (DeployException e) {
        assertEquals("byte " + i + ": " + e, Cause.NOT_A_BUNDLE, e.why());
      }
    }
  }

  private static BundleJar good() {
    return new BundleJar("acme.greeter");
  }

  private Path file(BundleJar jar) throws IOException {
    return jar.write(folder.getRoot().toPath().resolve("in/x.jar"));
  }

  private Passed check(BundleJar jar) throws Exception {
    return check(Files.readAllBytes(file(jar)));
  }

  private Passed check(byte[] jar) throws Exception {
    return gate.check(artifacts.keep(new ByteArrayInputStream(jar)).digest());
  }

  private void assertRefused(String why, BundleJar jar) throws Exception {
    assertRefused(why, Files.readAllBytes(file(jar)));
  }

  private void assertRefused(String why, byte[] jar) {
    DeployException refused = assertThrows(DeployException.class, () -> check(jar));
    assertEquals(refused.toString(), Cause.NOT_A_BUNDLE, refused.why());
    assertTrue(refused.getMessage(), refused.getMessage().contains(why));
    assertEquals(1, refused.getMessage().lines().count());
  }

  /**
   * Two entries of one name: written under a name of the same length, then renamed in the bytes.
   */
  private static byte[] withDuplicate(String name) throws IOException {
    String other = name.substring(0, name.length() - 1) + "~";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String entry : new String[] {name, other}) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write("Manifest-Version: 1.0\n".getBytes(StandardCharsets.UTF_8));
      }
    }
    String text = bytes.toString(StandardCharsets.ISO_8859_1);
    return text.replace(other, name).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] patched(byte[] jar, int offset, int value, int length) {
    byte[] patched = jar.clone();
    ByteBuffer end = ByteBuffer.wrap(patched).order(ByteOrder.LITTLE_ENDIAN);
    int at = patched.length - 22 + offset;
    if (length == 2) {
      end.putShort(at, (short) value);
    } else {
      end.putInt(at, value);
    }
    return patched;
  }
}
