package solo.shell.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import solo.core.control.Credential;
import solo.core.control.Execution;
import solo.core.control.Frame;
import solo.core.control.FrameType;

/** Sessions of those who show a token, on the owner's socket. */
public class TokenSessionTest {
  @Rule public final Timeout patience = new Timeout(2, TimeUnit.MINUTES);
  private ControlWorld world;

  @Before
  public void open() throws IOException {
    world = ControlWorld.temporary();
  }

  @After
  public void close() throws Exception {
    world.closeSocket();
    ControlWorld.awaitNoneServed();
    world.close();
  }

  @Test
  public void sessionIsTheTokensAndNotTheOwners() throws IOException {
    answers("whoami", "token:k3Jd9sLq0ZxP\n");
    answers("solo:whoami", "token:k3Jd9sLq0ZxP\n");
    answers("where", "/tmp\n");
    try (ControlPeer peer = enter().start("warn")) {
      assertEquals(2, peer.finish());
    }
    try (ControlPeer peer = enter().start("fail 'of its own'")) {
      assertEquals(1, peer.finish());
      assertEquals("of its own\n", peer.err());
    }
  }

  @Test
  public void whateverIsWrongWithATokenThereIsOneAnswer() throws IOException {
    for (String wrong : List.of("solo_t_wrong", "x", "\0", "ä", "x".repeat(256))) {
      refuses(wrong, "the token is not valid for this\n");
    }
  }

  @Test
  public void whoShowsManyWrongOnesWaitsWithARightOneAsWell() throws IOException {
    for (int i = 0; i < WrongTokens.BURST; i++) {
      refuses("wrong" + i, "the token is not valid for this\n");
    }
    for (String shown : List.of("wrong", FakeTokens.TOKEN)) {
      try (ControlPeer peer = world.connect().greet()) {
        peer.writer.write(new Credential(shown).frame());
        assertEquals(1, peer.finish());
        assertTrue(peer.err(), peer.err().matches("too many wrong tokens came from .*\n"));
      }
    }
    try (ControlPeer owner = world.connect().greet().start("services")) {
      assertEquals("the owner's own sessions go on", 0, owner.finish());
    }
  }

  @Test
  public void whoComesTooOftenIsToldWhenToTryAgain() throws IOException {
    world.tokens.tooOften = true;
    for (int i = 0; i < 2 * WrongTokens.BURST; i++) {
      refuses(
          FakeTokens.TOKEN,
          "the rate limit of token k3Jd9sLq0ZxP is used up: retry after 120 ms\n");
    }
  }

  @Test
  public void whileTokensAreBroughtBackItIsRecovering() throws IOException {
    world.tokens.restoring = true;
    world.ready = false;
    try (ControlPeer peer = world.connect().greet()) {
      peer.writer.write(new Credential(FakeTokens.TOKEN).frame());
      assertEquals(1, peer.finish());
      assertTrue(peer.err(), peer.err().startsWith("recovering (7 of 100 services)"));
    }
  }

  @Test
  public void tokenComesFirstAndOnce() throws IOException {
    Frame token = new Credential(FakeTokens.TOKEN).frame();
    for (Frame before : List.of(token, Frame.window(80, 24), Frame.of(FrameType.TYPED))) {
      try (ControlPeer peer = world.connect().greet()) {
        peer.writer.write(before);
        peer.writer.write(token);
        assertEquals(64, peer.finish());
      }
    }
    try (ControlPeer peer = world.connect().greet().start("hang")) {
      peer.awaitOutput("begun");
      peer.writer.write(token);
      assertEquals("the rights of a session do not change", 64, peer.finish());
    }
  }

  @Test
  public void nothingLeadsOutOfSolosCommands() throws IOException {
    for (String line :
        List.of(
            "$(services)",
            "words $(services)",
            "words ${x}",
            "{ services }",
            "services | cat",
            "services; services",
            "services && services",
            "x = 7",
            "bundlecontext",
            "$context",
            "foreign",
            "solo:foreign",
            "gogo:cat",
            "gogo:sh",
            "felix:install x",
            "solo:gogo:cat",
            "*:services",
            "solo:*",
            "solo:_main",
            "solo:getClass",
            "solo:SERVICES",
            ".context",
            "solo:",
            "''",
            "null",
            "solo:deploy (services)",
            "services\nservices",
            "<cat",
            "words `services`",
            "\"services",
            "words \\")) {
      try (ControlPeer peer = enter().start(line)) {
        assertEquals(line + ": " + peer.out(), 64, peer.finish());
        assertEquals(line, "", peer.out());
        assertFalse(line, peer.err().isBlank());
      }
    }
  }

  @Test
  public void wordsAreHandedOverAsTheyAre() throws IOException {
    answers(
        "words '$(services)' \"{ services }\" \\$x null '' '*' a=b",
        "[$(services)][{ services }][$x][null][][*][a=b]\n");
    answers(
        "words 'a;b' --flag '(bundlecontext)' '%{1+1}' '!!' '~/x'",
        "[a;b][--flag][(bundlecontext)][%{1+1}][!!][~/x]\n");
  }

  @Test
  public void shl02_controlCharactersAndLongLinesAreRefused() throws IOException {
    for (String line : List.of("words \0", "words \u001b[2J", "words \u0007")) {
      try (ControlPeer peer = enter().start(line)) {
        assertEquals(64, peer.finish());
      }
    }
    String longest = "words " + "x".repeat(Execution.MAX_COMMAND - 6);
    try (ControlPeer peer = enter().start(longest)) {
      assertEquals(0, peer.finish());
    }
  }

  @Test
  public void interruptEndsTheCommand() throws Exception {
    try (ControlPeer peer = enter().start("hang")) {
      ControlWorld.await("the command begins", world.began);
      peer.writer.write(Frame.of(FrameType.INTERRUPT));
      assertEquals(130, peer.finish());
      ControlWorld.await("the command is interrupted", world.interrupted);
    }
  }

  @Test
  public void clientThatGoesAwayEndsItsCommand() throws Exception {
    try (ControlPeer peer = enter().start("hang")) {
      ControlWorld.await("the command begins", world.began);
    }
    ControlWorld.await("the command is interrupted", world.interrupted);
  }

  @Test
  public void scriptRunsLineByLineInTheSameSmallLanguage() throws IOException {
    try (ControlPeer peer = enter().attach("")) {
      peer.input =
          "services\n# a comment\n\nx = { services }\nwhoami\nexit\nservices\n"
              .getBytes(StandardCharsets.UTF_8);
      assertEquals(0, peer.finish());
      assertEquals("no services\ntoken:k3Jd9sLq0ZxP\n", peer.out());
      assertTrue(peer.err(), peer.err().contains("without pipes"));
    }
  }

  @Test
  public void revokedTokenOpensNothingInAShellThatIsOpen() throws IOException {
    try (ControlPeer peer = enter().attach("ansi")) {
      peer.awaitOutput("solo> ");
      peer.type("revocable\r").awaitOutput("granted");
      world.tokens.valid = false;
      peer.awaitOutput("solo> ");
      peer.type("revocable\r").awaitOutput("the token is not valid for this");
    }
  }

  @Test
  public void terminalHasTheSmallLanguageToo() throws IOException {
    try (ControlPeer peer = enter().attach("ansi")) {
      peer.awaitOutput("solo> ");
      peer.type("words '$(x)'\r").awaitOutput("[$(x)]");
      peer.type("columns\r").awaitOutput("100x30");
      peer.type("services | cat\r").awaitOutput("without pipes");
      peer.type("$(services)\r").awaitOutput("without pipes");
      peer.type("!!\r").awaitOutput("there is no command !!");
      peer.type("\u0018\u0005whoami\r").awaitOutput("token:k3Jd9sLq0ZxP");
      assertFalse("no editor of files opens", peer.out().contains("nano"));
      peer.type("\u0004");
      assertEquals(0, peer.finish());
    }
  }

  @Test
  public void shl03_ctrlCClearsALineAndEndsACommand() throws Exception {
    try (ControlPeer peer = enter().attach("ansi")) {
      peer.awaitOutput("solo> ");
      peer.type("servi\u0003").awaitOutput("solo> ");
      peer.type("hang\r").awaitOutput("begun");
      peer.type("\u0003").awaitOutput("solo> ");
      ControlWorld.await("the command is interrupted", world.interrupted);
      peer.type("whoami\r").awaitOutput("token:k3Jd9sLq0ZxP");
    }
  }

  @Test
  public void tabOffersWhatIsSuggestedAndNothingElse() throws IOException {
    world.suggest("services", "serve");
    try (ControlPeer peer = enter().attach("ansi")) {
      peer.awaitOutput("solo> ");
      peer.type("servi\t\r").awaitOutput("no services");
      peer.type("gogo:\t\t");
      peer.type("\u0003").awaitOutput("solo> ");
      assertFalse(peer.out(), peer.out().contains("gogo:cat"));
    }
  }

  private ControlPeer enter() throws IOException {
    ControlPeer peer = world.connect().greet();
    peer.writer.write(new Credential(FakeTokens.TOKEN).frame());
    return peer;
  }

  private void answers(String command, String answer) throws IOException {
    try (ControlPeer peer = enter().start(command)) {
      assertEquals(peer.err(), 0, peer.finish());
      assertEquals(answer, peer.out());
    }
  }

  private void refuses(String token, String answer) throws IOException {
    try (ControlPeer peer = world.connect().greet()) {
      peer.writer.write(new Credential(token).frame());
      assertEquals(1, peer.finish());
      assertEquals("", peer.out());
      assertEquals(answer, peer.err());
    }
  }
}
