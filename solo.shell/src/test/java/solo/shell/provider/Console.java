package solo.shell.provider;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;

/** A Gogo with Solo's commands on fake parts, used as the control socket and the shell use it. */
final class Console implements AutoCloseable {
  final FakeContainer container = new FakeContainer();
  final FakeAccess access = new FakeAccess(container);
  final Typist typist = new Typist();
  final Health health = new Health(60_000, Health.daemons());
  final ArtifactCommands artifacts;
  final FakeRetention retention;
  final BackupCommands backups;
  final PastCommands past;
  final FakeAudit audit = new FakeAudit();
  final CommandProcessorImpl processor;
  final CommandSession session;
  final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private volatile InputStream input = new ByteArrayInputStream(new byte[0]);
  private final InputStream in =
      new InputStream() {
        @Override
        public int read() throws IOException {
          return input.read();
        }
      };
  private final ThreadIOImpl streams = new ThreadIOImpl();

  Console() {
    streams.start();
    processor = new CommandProcessorImpl(streams);
    Parts parts = container.parts;
    artifacts = new ArtifactCommands(parts);
    backups = new BackupCommands(parts);
    backups.backups = new FakeBackups(container);
    artifacts.collection = new FakeCollection(container);
    add(new DeployCommands(parts), "deploy", "kill", "services");
    add(new EventCommands(parts), "events");
    add(new RecoveryCommands(parts), "report", "checkpoint");
    add(new VerifyCommands(parts), "verify", "why");
    past = new PastCommands(parts);
    past.past = new FakePast();
    add(past, "state", "diff");
    add(new HeadCommands(parts), "head");
    add(backups, "backup");
    add(artifacts, "artifacts");
    AuditCommands audits = new AuditCommands(parts);
    audits.audit = audit;
    add(audits, "audit");
    retention = new FakeRetention(container);
    RetentionCommands retentions = new RetentionCommands(parts);
    retentions.retention = retention;
    add(retentions, "retention");
    add(
        new LifecycleCommands(access.parts, health, new Versions("0.1.0", "the.framework 7.0.5")),
        "status",
        "version",
        "shutdown");
    add(new CapabilityCommands(access.parts), "grant", "delegate", "renew", "revoke");
    add(new TokenCommands(access.parts), "tokens", "token-info");
    add(new LimitCommands(access.parts), "limits");
    Hidden hidden = new Hidden(typist);
    add(
        new SecretCommands(access.parts, hidden),
        "secret-put",
        "secret-get",
        "secrets",
        "secret-delete");
    add(
        new VaultCommands(access.parts, hidden),
        "vault-status",
        "vault-unseal",
        "vault-rotate",
        "vault-shred");
    add(new ClockCommands(access.parts), "clock");
    add(new HelpCommands(parts), "help");
    processor.addConverter(new AnswerConverter());
    processor.addListener(new Completions(access.parts));
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    session = processor.createSession(in, out, out);
  }

  /** What the next command reads. */
  void types(String text) {
    input = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
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
