package solo.core.log;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.osgi.service.log.Logger;
import org.osgi.service.log.admin.LoggerAdmin;
import org.osgi.service.metatype.annotations.Designate;
import solo.core.lifecycle.Directories;

/**
 * Writes what the log service logs to {@code data/log/solo.log}, and to the terminal where the
 * launcher says that nobody uses it as a shell. The log service hands entries over on its own
 * thread: what was logged before this listened, and what is still under way when it stops, is taken
 * from the service's seen.
 */
@Component(
    immediate = true,
    service = HealthCheck.class,
    configurationPid = "solo.core.log",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = {HealthCheck.NAME + "=log", HealthCheck.TAGS + "=solo"})
@Designate(ocd = LogConfig.class)
public final class LogFile implements LogListener, HealthCheck {

  /** The framework property that says what standard error is for. */
  static final String CONSOLE = "solo.console";

  private final LogLevel level;
  private final LogReaderService reader;
  private final RotatingFile file;
  private final PrintStream terminal;
  private final Set<Long> seen = new HashSet<>();
  private volatile String trouble = "";

  /** Opens the file, writes the history, listens from then on, and sets the level. */
  @Activate
  public LogFile(
      BundleContext context,
      LogConfig config,
      @Reference Directories directories,
      @Reference LogReaderService reader,
      @Reference LoggerAdmin admin) {
    this(
        open(directories, config),
        "log".equals(context.getProperty(CONSOLE)) ? System.err : null,
        reader,
        config.level());
    admin.getLoggerContext(null).setLogLevels(Map.of(Logger.ROOT_LOGGER_NAME, config.level()));
  }

  LogFile(RotatingFile file, PrintStream terminal, LogReaderService reader, LogLevel level) {
    this.level = level;
    this.file = file;
    this.terminal = terminal;
    this.reader = reader;
    synchronized (this) {
      reader.addLogListener(this);
      writeHistory();
    }
  }

  private static RotatingFile open(Directories directories, LogConfig config) {
    return new RotatingFile(
        directories.data().resolve("log/solo.log"), config.fileLimitBytes(), config.fileCount());
  }

  /**
   * The log service also logs every event of the framework, whatever the level: some lines a
   * bundle. They are kept where something went wrong, or where the level asks for details.
   */
  private boolean keeps(LogEntry entry) {
    return !entry.getLoggerName().startsWith("Events.")
        || entry.getLogLevel().compareTo(LogLevel.WARN) <= 0
        || level.implies(LogLevel.DEBUG);
  }

  @Override
  public synchronized void logged(LogEntry entry) {
    if (keeps(entry) && seen.add(entry.getSequence())) {
      write(entry);
    }
    forgetOld();
  }

  /** Writes what the service still remembers and this has not seen. */
  private synchronized void writeHistory() {
    List<LogEntry> newestFirst = Collections.list(reader.getLog());
    List<LogEntry> entries = new ArrayList<>(newestFirst);
    Collections.reverse(entries);
    for (LogEntry entry : entries) {
      if (keeps(entry) && seen.add(entry.getSequence())) {
        write(entry);
      }
    }
  }

  /** The history of the log service is short; what is older than all of it cannot come again. */
  private void forgetOld() {
    if (seen.size() > 20_000) {
      long newest = Collections.max(seen);
      seen.removeIf(sequence -> sequence < newest - 10_000);
    }
  }

  private void write(LogEntry entry) {
    String line = LogLine.of(entry);
    if (terminal != null) {
      terminal.print(line);
      terminal.flush();
    }
    try {
      file.write(line);
      trouble = "";
    } catch (IOException e) {
      complainOnce(e);
    }
  }

  /** A log that cannot be written must not stop what it reports on. */
  private void complainOnce(IOException e) {
    boolean first = trouble.isEmpty();
    trouble = "the log file cannot be written: " + e;
    if (first) {
      System.err.println("solo: " + trouble);
    }
  }

  @Override
  public Result execute() {
    String now = trouble;
    return now.isEmpty()
        ? new Result(Result.Status.OK, "written")
        : new Result(Result.Status.CRITICAL, now);
  }

  @Deactivate
  synchronized void deactivate() throws IOException {
    reader.removeLogListener(this);
    writeHistory();
    file.close();
  }
}
