package dev.tippen.observe;

import dev.tippen.config.Config;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// One line of logfmt (`time=... level=... logger=... msg="..."`) for each record. Texts of
/// visitors reach the log, so everything that could start a line or steer a terminal is escaped:
/// control characters, line and paragraph separators, and marks that turn the direction of writing.
/// Source: OWASP Logging Cheat Sheet, "log injection".
public final class LogFormat extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /// Kept here because java.util.logging forgets the level of a logger that nobody holds.
  private static final Logger OURS = Logger.getLogger("dev.tippen");

  /// Sends all logs of this process to stderr in this format. `DEBUG` is for our own packages; the
  /// libraries stay at `INFO`, or nothing of ours could be found among theirs.
  public static void install(Config.Level level) {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) root.removeHandler(handler);
    Handler console = new ConsoleHandler();
    console.setLevel(Level.ALL);
    console.setFormatter(new LogFormat());
    root.addHandler(console);
    root.setLevel(level == Config.Level.DEBUG ? Level.INFO : julLevel(level));
    OURS.setLevel(julLevel(level));
  }

  private static Level julLevel(Config.Level level) {
    return switch (level) {
      case ERROR -> Level.SEVERE;
      case WARN -> Level.WARNING;
      case INFO -> Level.INFO;
      case DEBUG -> Level.FINE;
    };
  }

  @Override
  public String format(LogRecord record) {
    StringBuilder line = new StringBuilder(160);
    line.append("time=").append(TIME.format(Instant.ofEpochMilli(record.getMillis())));
    line.append(" level=").append(levelText(record.getLevel()));
    line.append(" logger=");
    escape(String.valueOf(record.getLoggerName()), line);
    line.append(" msg=\"");
    escape(formatMessage(record), line);
    line.append('"');
    if (record.getThrown() != null) {
      line.append(" error=\"");
      escape(trace(record.getThrown()), line);
      line.append('"');
    }
    return line.append('\n').toString();
  }

  private static String levelText(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) return "error";
    if (value >= Level.WARNING.intValue()) return "warn";
    if (value >= Level.INFO.intValue()) return "info";
    return "debug";
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().stripTrailing();
  }

  static void escape(String text, StringBuilder line) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        case '"' -> line.append("\\\"");
        case '\\' -> line.append("\\\\");
        default -> {
          if (isSafe(c)) {
            line.append(c);
          } else {
            line.append("\\u").append("%04x".formatted((int) c));
          }
        }
      }
    }
  }

  private static boolean isSafe(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
