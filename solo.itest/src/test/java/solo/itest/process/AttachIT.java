package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.Pty;
import solo.itest.harness.Result;
import solo.itest.harness.Screen;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** {@code ./solo shell}, on a real terminal where there can be one, and on a pipe. */
public class AttachIT {
  private static final String PROMPT = "solo> ";
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";

  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void tabCompletesCtrlCEndsTheCommandAndCtrlDTheShell() {
    SoloProcess process = home.start();
    try (Screen shell = Screen.attach(home)) {
      shell.await(PROMPT);
      shell.type("serv\t");
      shell.await("services");
      answers(shell, "", "no services");
      sleeps(shell);
      shell.type(CTRL_C);
      shell.await("interrupted");
      shell.await(PROMPT);
      answers(shell, "status", "ready");
      shell.type(CTRL_D);
      assertEquals(0, shell.status());
    }
    assertTrue(process.isAlive());
    process.does("services");
  }

  @Test
  public void windowIsSeenAtOnceAndWhenItChanges() {
    home.start();
    try (Screen shell = Screen.attach(home)) {
      shell.await(PROMPT);
      answers(shell, "echo size $COLUMNS $LINES", "size 100 30");
      shell.resize(77, 20);
      Await.until(
          "the new size to be known",
          () -> {
            shell.type("echo size $COLUMNS $LINES\r");
            String shown = shell.await("size ");
            return shown.contains("size 77 20") || shell.await(PROMPT).contains("size 77 20");
          });
    }
  }

  @Test
  public void twoShellsAtOnceAndEachHasWhatItDeployed() {
    SoloProcess process = home.start();
    try (Screen one = Screen.attach(home);
        Screen two = Screen.attach(home)) {
      one.await(PROMPT);
      two.await(PROMPT);
      sleeps(one);
      answers(two, "deploy --name greeter " + Bundles.named("greeter"), "ACTIVE");
      one.type(CTRL_C);
      one.await(PROMPT);
      answers(one, "services", "greeter");
      two.type("exit\r");
      assertEquals(0, two.status());
      answers(one, "kill nobody", "nobody");
      one.type(CTRL_D);
      assertEquals("of the last command", 1, one.status());
    }
    assertEquals("ACTIVE", process.states().get("default/greeter"));
  }

  @Test
  public void stopEndsEveryShellAndSaysSo() {
    SoloProcess process = home.start();
    try (Screen shell = Screen.attach(home);
        Screen other = Screen.attach(home)) {
      shell.await(PROMPT);
      other.await(PROMPT);
      other.type("shutdown\r");
      shell.await("the container stops");
      assertEquals(0, shell.status());
      other.status();
      assertEquals(0, process.exitCode());
    }
  }

  @Test
  public void rec26_shellIsThereDuringRecoveryAndSaysWhatIsTooEarly() throws IOException {
    Path armed = home.scratch().resolve("armed");
    home.set("hanging.start.when", armed.toString());
    SoloProcess first = home.start();
    first
        .tryDeploy("default/hangs", Bundles.named("hanging.start"), "--start-timeout", "600000")
        .expect(0);
    first.kill9();
    Files.createFile(armed);
    SoloProcess second = home.launch();
    Await.value("an answer during recovery", () -> second.tryExec("solo:status"));
    try (Screen shell = Screen.attach(home)) {
      shell.await(PROMPT);
      answers(shell, "services", "recovering");
      Files.delete(armed);
      second.awaitReady();
      answers(shell, "services", "ACTIVE");
    }
  }

  @Test
  public void historyIsTheOwnersAlone() throws IOException {
    home.start();
    try (Screen shell = Screen.attach(home)) {
      shell.await(PROMPT);
      answers(shell, "version", "framework");
      shell.type(CTRL_D);
      shell.status();
    }
    Path history = home.state().resolve("history");
    Await.until("the history", () -> Files.exists(history));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(history)));
    assertTrue(Files.readString(history).contains("version"));
  }

  @Test
  public void pipeRunsLineByLineWithoutPromptOrColours() {
    SoloProcess process = home.start();
    process.deploy("default/greeter", Bundles.named("greeter"));
    Result one = shell("echo 'greeter:greet Ada'");
    assertEquals("Hello, Ada!\n", one.expect(0).out());
    assertEquals("", one.err());
    Result failed = shell("printf 'kill nobody\\ngreeter:greet Ben\\n'").expect(0);
    assertEquals("Hello, Ben!\n", failed.out());
    assertTrue(failed.err(), failed.err().contains("nobody"));
    assertEquals(64, shell("printf 'version\\nfrobnicate'").exit());
    assertTrue(process.isAlive());
  }

  @Test
  public void withoutAContainerItSaysSo() {
    Result result = home.client("shell");
    assertEquals(3, result.exit());
    assertTrue(result.toString(), result.err().contains("no container runs"));
  }

  @Test
  public void terminalIsSetBackHoweverTheShellEnds() {
    assumeTrue("there is no 'script' to make a terminal", Pty.isThere());
    SoloProcess process = home.start();
    try (Pty left = Pty.run(home, "shell");
        Pty killed = Pty.run(home, "shell");
        Pty orphan = Pty.run(home, "shell")) {
      for (Pty shell : new Pty[] {left, killed, orphan}) {
        shell.await(PROMPT);
      }
      left.type(CTRL_D);
      assertEquals(0, left.status());
      killed.java().destroy();
      assertEquals(143, killed.status());
      process.kill9();
      assertEquals(1, orphan.status());
      assertTrue(orphan.shown(), orphan.shown().contains("connection to the container broke"));
      for (Pty shell : new Pty[] {left, killed, orphan}) {
        assertTrue(shell.shown(), shell.isSetBack());
      }
    }
  }

  @Test
  public void terminalOfTheContainerHasTheSameShellAndItsEndStopsIt() {
    assumeTrue("there is no 'script' to make a terminal", Pty.isThere());
    try (Pty own = Pty.run(home)) {
      own.await(PROMPT);
      sleeps(own);
      own.type(CTRL_C);
      own.await("interrupted");
      own.await(PROMPT);
      try (Screen other = Screen.attach(home)) {
        other.await(PROMPT);
        answers(other, "services", "no services");
        own.type(CTRL_D);
        assertEquals(0, own.status());
        assertTrue(own.shown(), own.isSetBack());
        assertEquals(0, other.status());
      }
    }
  }

  @Test
  public void otherVerbsWorkOnATerminalToo() {
    assumeTrue("there is no 'script' to make a terminal", Pty.isThere());
    home.start();
    for (String[] words : new String[][] {{"status"}, {"exec", "services"}, {"stop"}}) {
      try (Pty pty = Pty.run(home, words)) {
        assertEquals(words[0] + pty.shown(), 0, pty.status());
        assertFalse(pty.shown(), pty.shown().isBlank());
      }
    }
  }

  private Result shell(String input) {
    return home.bash(input + " | " + SoloHome.CHECKOUT.resolve("solo") + " shell");
  }

  /** Begins what takes long; what is typed is coloured, so its answer is awaited. */
  private static void sleeps(Screen shell) {
    shell.type("echo \"in $LINES\"; sleep 600\r");
    shell.await("in 30");
  }

  private static void answers(Screen shell, String line, String answer) {
    shell.type(line + "\r");
    shell.await(answer);
    shell.await(PROMPT);
  }
}
