package solo.core.log;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.apache.felix.hc.api.Result;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

public class LogFileTest {
  @Rule public final TemporaryFolder temp = new TemporaryFolder();
  private final History history = new History();
  private Path file;

  @Before
  public void name() {
    file = temp.getRoot().toPath().resolve("solo.log");
  }

  private LogFile open(LogLevel level) throws IOException {
    return new LogFile(new RotatingFile(file, 100_000, 2), null, history, level);
  }

  @Test
  public void whatWasLoggedBeforeItListenedIsWrittenOnceAndInOrder() throws IOException {
    history.add(new Entry(1, "solo.core", LogLevel.INFO, "first", null));
    history.add(new Entry(2, "solo.core", LogLevel.INFO, "second", null));
    LogFile log = open(LogLevel.INFO);
    log.logged(history.entries.get(1));
    log.logged(new Entry(3, "solo.core", LogLevel.INFO, "third", null));
    log.deactivate();
    assertEquals(List.of("first", "second", "third"), messages());
  }

  @Test
  public void whatIsStillUnderWayWhenItStopsIsWritten() throws IOException {
    LogFile log = open(LogLevel.INFO);
    history.add(new Entry(1, "solo.core", LogLevel.INFO, "last words", null));
    log.deactivate();
    assertEquals(List.of("last words"), messages());
    assertTrue(history.listeners.isEmpty());
  }

  @Test
  public void aLogThatCannotBeWrittenIsAFindingUntilItCan() throws IOException {
    Files.createDirectory(file);
    history.add(new Entry(1, "solo.core", LogLevel.INFO, "lost", null));
    LogFile log = open(LogLevel.INFO);
    assertEquals(Result.Status.CRITICAL, log.execute().getStatus());
    Files.delete(file);
    log.logged(new Entry(2, "solo.core", LogLevel.INFO, "kept", null));
    assertEquals(Result.Status.OK, log.execute().getStatus());
    log.deactivate();
    assertEquals(List.of("kept"), messages());
  }

  @Test
  public void frameworkEventsAreKeptOnlyWhereSomethingWentWrongOrDetailIsAskedFor()
      throws IOException {
    history.add(new Entry(1, "Events.Bundle.a", LogLevel.INFO, "STARTED", null));
    history.add(new Entry(2, "Events.Framework.a", LogLevel.ERROR, "ERROR", null));
    open(LogLevel.INFO).deactivate();
    assertEquals(List.of("ERROR"), messages());
    open(LogLevel.DEBUG).deactivate();
    assertEquals(List.of("ERROR", "STARTED", "ERROR"), messages());
  }

  @Test
  public void bad01_anEntryStaysOnOneLineAndMovesNoCursor() {
    String line = LogLine.of(new Entry(1, "x", LogLevel.INFO, "a\nb\u001b[2J\\u0041", null));
    assertEquals("1970-01-01T00:00:00.001Z INFO  x a\\u000ab\\u001b[2J\\u0041\n", line);
  }

  @Test
  public void aStackTraceFollowsIndented() {
    String text =
        LogLine.of(new Entry(1, "x", LogLevel.ERROR, "broke", new IOException("why\u0007")));
    List<String> lines = text.lines().toList();
    assertEquals("    java.io.IOException: why\\u0007", lines.get(1));
    assertTrue(lines.get(2), lines.get(2).startsWith("      at solo.core.log.LogFileTest"));
  }

  private List<String> messages() throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.substring(line.indexOf(' ', 31) + 1))
        .toList();
  }

  /** The log service's memory. */
  private static final class History implements LogReaderService {
    final List<LogEntry> entries = new ArrayList<>();
    final List<LogListener> listeners = new ArrayList<>();

    void add(LogEntry entry) {
      entries.add(entry);
    }

    @Override
    public void addLogListener(LogListener listener) {
      listeners.add(listener);
    }

    @Override
    public void removeLogListener(LogListener listener) {
      listeners.remove(listener);
    }

    @Override
    public Enumeration<LogEntry> getLog() {
      List<LogEntry> newestFirst = new ArrayList<>(entries);
      Collections.reverse(newestFirst);
      return Collections.enumeration(newestFirst);
    }
  }

  /** An entry of the log service; its time is its number. */
  private record Entry(long number, String name, LogLevel level, String text, Throwable thrown)
      implements LogEntry {

    @Override
    public Bundle getBundle() {
      return null;
    }

    @Override
    public ServiceReference<?> getServiceReference() {
      return null;
    }

    @Override
    @SuppressWarnings("deprecation")
    public int getLevel() {
      return level.ordinal();
    }

    @Override
    public String getMessage() {
      return text;
    }

    @Override
    public Throwable getException() {
      return thrown;
    }

    @Override
    public long getTime() {
      return number;
    }

    @Override
    public LogLevel getLogLevel() {
      return level;
    }

    @Override
    public String getLoggerName() {
      return name;
    }

    @Override
    public long getSequence() {
      return number;
    }

    @Override
    public String getThreadInfo() {
      return "";
    }

    @Override
    public StackTraceElement getLocation() {
      return null;
    }
  }
}
