package solo.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;
import solo.core.control.Attachment;
import solo.core.control.Hello;

public class AttachTest {
  @Test
  public void olderContainerIsNotAskedForAShell() throws LaunchException {
    Hello older = new Hello(Attachment.SINCE - 1, 1, "0.0.9");
    LaunchException refused =
        assertThrows(LaunchException.class, () -> Attach.requireShells(older));
    assertTrue(refused.getMessage(), refused.getMessage().contains("0.0.9"));
    Attach.requireShells(new Hello(Attachment.SINCE, 1, "0.1.0"));
    Attach.requireShells(new Hello(Attachment.SINCE + 1, 1, "9"));
  }

  @Test
  public void shellIsAVerbWithoutWords() throws LaunchException {
    assertEquals(Arguments.Verb.SHELL, Arguments.parse(List.of("shell", "--data", "/d")).verb());
    assertThrows(LaunchException.class, () -> Arguments.parse(List.of("shell", "services")));
  }
}
