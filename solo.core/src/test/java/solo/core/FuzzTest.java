package solo.core;

import org.junit.Test;
import solo.core.fuzz.Fuzzing;

/** The targets of this bundle, each with its kept inputs; longer with the fuzzer when asked for. */
public class FuzzTest {

  @Test
  public void anyManifestIsABundlesOrRefused() throws Exception {
    Fuzzing.run("solo.core.gate.ManifestFuzz");
  }

  @Test
  public void anyFileIsABundleOrRefused() throws Exception {
    Fuzzing.run("solo.core.gate.JarFuzz");
  }

  @Test
  public void anyBytesAreFramesOrRefused() throws Exception {
    Fuzzing.run("solo.core.control.FramesFuzz");
  }

  @Test
  public void anyConfigurationFileIsReadOrRefused() throws Exception {
    Fuzzing.run("solo.core.config.ConfigFileFuzz");
  }

  @Test
  public void anyNotesOfStartsAreReadOrRefused() throws Exception {
    Fuzzing.run("solo.core.supervision.NoteFileFuzz");
  }
}
