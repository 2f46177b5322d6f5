package solo.shell;

import org.junit.Test;
import solo.core.fuzz.Fuzzing;

/** The targets of this bundle, each with its kept inputs; longer with the fuzzer when asked for. */
public class FuzzTest {

  @Test
  public void anyLineIsWordsOrRefused() throws Exception {
    Fuzzing.run("solo.shell.control.PlainLineFuzz");
  }

  @Test
  public void anyWordsAfterACommandAreAnsweredOrRefused() throws Exception {
    Fuzzing.run("solo.shell.provider.CommandLineFuzz");
  }
}
