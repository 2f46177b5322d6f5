package solo.core.directory;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CompleteZipTest {
  @Rule public final TemporaryFolder temp = new TemporaryFolder();

  private boolean isComplete(byte[] bytes) throws IOException {
    Path file = Files.write(temp.getRoot().toPath().resolve("x.jar"), bytes);
    return CompleteZip.is(file);
  }

  @Test
  public void onlyTheWholeFileIsComplete() throws IOException {
    byte[] jar = Jars.jar("x".repeat(300), "a", "b");
    for (int length = 0; length < jar.length; length++) {
      assertFalse("the first " + length + " bytes", isComplete(Arrays.copyOf(jar, length)));
    }
    assertTrue(isComplete(jar));
  }

  @Test
  public void aCopyThatBrokeOffAfterAnInnerJarIsNotComplete() throws IOException {
    byte[] jar = Jars.around(Jars.jar("inner"));
    for (int length = 0; length < jar.length; length++) {
      assertFalse("the first " + length + " bytes", isComplete(Arrays.copyOf(jar, length)));
    }
    assertTrue(isComplete(jar));
  }

  @Test
  public void aCommentIsPartOfTheFile() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a"));
      zip.setComment("c".repeat(1000));
    }
    assertTrue(isComplete(out.toByteArray()));
    assertFalse(isComplete(Arrays.copyOf(out.toByteArray(), out.size() - 1)));
  }

  @Test
  public void aFileStillFullOfZerosIsNotComplete() throws IOException {
    byte[] jar = Jars.jar("x");
    assertFalse(isComplete(new byte[jar.length]));
    byte[] longer = Arrays.copyOf(jar, jar.length + 4096);
    assertFalse(isComplete(longer));
    assertEquals(jar.length + 4096, longer.length);
  }
}
