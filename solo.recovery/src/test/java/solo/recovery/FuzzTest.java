package solo.recovery;

import org.junit.Test;
import solo.core.fuzz.Fuzzing;

/** The targets of this bundle, each with its kept inputs; longer with the fuzzer when asked for. */
public class FuzzTest {

  @Test
  public void anyBytesAreWhatWasProvedOrNothing() throws Exception {
    Fuzzing.run("solo.recovery.verify.ProvedFuzz");
  }
}
