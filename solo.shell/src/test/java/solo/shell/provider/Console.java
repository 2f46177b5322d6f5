package solo.shell.provider;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;

/** A Gogo with Solo's commands on fake parts, used as the control socket and the shell use it. */
final class Console implements AutoCloseable {
  final FakeContainer container = new FakeContainer();
  final Health health = new Health(200);
  final CommandProcessorImpl processor;
  final CommandSession session;
  final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ThreadIOImpl streams = new ThreadIOImpl();

  Console() {
    streams.start();
    processor = new CommandProcessorImpl(streams);
    Parts parts = container.parts;
    add(new DeployCommands(parts), "deploy", "kill", "services");
    add(new EventCommands(parts), "events");
    add(new RecoveryCommands(parts), "report", "checkpoint");
    add(new VerifyCommands(parts), "verify", "why");
    add(new HeadCommands(parts), "head");
    add(
        new LifecycleCommands(parts, health, new Versions("0.1.0", "the.framework 7.0.5")),
        "status",
        "version",
        "shutdown");
    processor.addConverter(new AnswerConverter());
    processor.addListener(new Completions(parts));
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    session = processor.createSession(new ByteArrayInputStream(new byte[0]), out, out);
  }

  private void add(Object commands, String... names) {
    for (String name : names) {
      processor.addCommand("solo", commands, name);
    }
  }

  /** The command's answer as the shell prints it. */
  String run(String line) throws Exception {
    Object result = session.execute(line);
    return session.format(result, Converter.INSPECT).toString();
  }

  JsonElement json(String line) throws Exception {
    return JsonParser.parseString(run(line));
  }

  /** What the shell prints of a command that fails. */
  String fail(String line) {
    try {
      String answer = run(line);
      throw new AssertionError(line + " was to fail and answered " + answer);
    } catch (Exception e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    session.close();
    processor.stop();
    streams.stop();
    health.stop();
  }
}
