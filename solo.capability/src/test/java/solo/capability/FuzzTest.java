package solo.capability;

import org.junit.Test;
import solo.core.fuzz.Fuzzing;

/** The targets of this bundle, each with its kept inputs; longer with the fuzzer when asked for. */
public class FuzzTest {

  @Test
  public void anyTextIsATokenOrNone() throws Exception {
    Fuzzing.run("solo.capability.token.TokenTextFuzz");
  }

  @Test
  public void anyBytesAreATokensValuesOrRefused() throws Exception {
    Fuzzing.run("solo.capability.store.TokenValueFuzz");
  }

  @Test
  public void anyBytesAreAKeyringOrRefused() throws Exception {
    Fuzzing.run("solo.capability.vault.KeyringFuzz");
  }
}
