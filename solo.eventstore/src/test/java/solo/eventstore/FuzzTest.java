package solo.eventstore;

import org.junit.Test;
import solo.core.fuzz.Fuzzing;

/** The targets of this bundle, each with its kept inputs; longer with the fuzzer when asked for. */
public class FuzzTest {

  @Test
  public void anyBytesAreARecordOrNone() throws Exception {
    Fuzzing.run("solo.eventstore.journal.RecordFuzz");
  }

  @Test
  public void anyBytesAreASegmentsHeaderOrAGapOrSaidToBeNone() throws Exception {
    Fuzzing.run("solo.eventstore.journal.JournalFilesFuzz");
  }

  @Test
  public void anyDirectoryOpensOrSaysWhyNot() throws Exception {
    Fuzzing.run("solo.eventstore.journal.JournalOpenFuzz");
  }

  @Test
  public void anyBodyIsAnEventMaybeAnUnreadableOne() throws Exception {
    Fuzzing.run("solo.eventstore.codec.EventFuzz");
  }

  @Test
  public void anyBytesAreACheckpointOrSaidToBeNone() throws Exception {
    Fuzzing.run("solo.eventstore.checkpoint.CheckpointFuzz");
  }

  @Test
  public void anyBytesAreAHeadOrSaidToBeNone() throws Exception {
    Fuzzing.run("solo.eventstore.head.HeadFuzz");
  }
}
