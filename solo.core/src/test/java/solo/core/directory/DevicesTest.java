package solo.core.directory;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.disk.Disk;

public class DevicesTest {
  @Rule public final TemporaryFolder temp = new TemporaryFolder();

  @Test
  public void whatCannotBeUnderstoodIsAsIfItWereNotThere() throws Exception {
    Path data = temp.getRoot().toPath();
    Path file = data.resolve("directory.properties");
    for (String hostile : new String[] {"device.=\\u00zz", "device.=\u00ff", "\0\0", "device.=x"}) {
      Files.write(file, hostile.getBytes(StandardCharsets.ISO_8859_1));
      Devices devices = new Devices(Disk.real(), data);
      assertFalse(hostile, devices.first());
      assertEquals(hostile, Optional.empty(), devices.moved(Map.of("", 7L)));
      devices.adopt(Map.of("", 7L));
      assertEquals(hostile, Optional.of(""), new Devices(Disk.real(), data).moved(Map.of("", 8L)));
    }
  }
}
