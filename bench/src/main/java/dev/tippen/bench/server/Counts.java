package dev.tippen.bench.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tippen.bench.BenchFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What a database has after a run, or what it must have by the answers that the client got.
///
/// @param pageViews of all visitors
/// @param usage of the key, as `api_keys` counts it
/// @param lastEventId of the event log, whose ids begin with 1
/// @param visitors rows
public record Counts(long pageViews, long usage, long lastEventId, long visitors) {
  private static final long SQL_MAX_SECONDS = 600;

  private static final String SQL =
      """
      SELECT (SELECT coalesce(sum(page_views), 0) FROM visitor_sessions) AS page_views,
             (SELECT coalesce(sum(usage_count), 0) FROM api_keys) AS usage,
             (SELECT last_id FROM spool_state) AS last_event_id,
             (SELECT count(*) FROM visitor_sessions) AS visitors\
      """;

  /// What must be there when each event was a page view.
  public static Counts acknowledged(long events, long visitors) {
    return new Counts(events, events, events, visitors);
  }

  /// Asks the database of a stopped server, by `./tippen sql`.
  ///
  /// @param log where the command's errors go
  public static Counts stored(Checkout checkout, Path data, Path log)
      throws BenchFailure, InterruptedException {
    ProcessBuilder builder = checkout.tippen("sql", "--json", SQL, "--data", data.toString());
    try {
      Path out = Files.createTempFile(log.getParent(), "sql-", ".json");
      Process sql =
          builder
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      if (!sql.waitFor(SQL_MAX_SECONDS, TimeUnit.SECONDS)) {
        sql.destroyForcibly();
        throw new BenchFailure("counting took more than " + SQL_MAX_SECONDS + " s");
      }
      if (sql.exitValue() != 0) {
        throw new BenchFailure("counting failed: " + Files.readString(log));
      }
      return parse(Files.readString(out, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new BenchFailure("counting failed: " + e.getMessage(), e);
    }
  }

  static Counts parse(String rows) throws IOException {
    JsonNode row = new ObjectMapper().readTree(rows).path(0);
    return new Counts(
        number(row, "page_views"),
        number(row, "usage"),
        number(row, "last_event_id"),
        number(row, "visitors"));
  }

  private static long number(JsonNode row, String name) throws IOException {
    JsonNode value = row.path(name);
    if (!value.isIntegralNumber()) throw new IOException("no number " + name + " in " + row);
    return value.asLong();
  }

  /// One sentence for each number in which a database differs from this.
  ///
  /// @return empty if it has exactly this
  public List<String> differences(Counts stored) {
    List<String> differences = new ArrayList<>();
    compare("page views", pageViews, stored.pageViews, differences);
    compare("usage of the key", usage, stored.usage, differences);
    compare("last event id", lastEventId, stored.lastEventId, differences);
    compare("visitors", visitors, stored.visitors, differences);
    return differences;
  }

  private static void compare(String what, long wanted, long found, List<String> into) {
    if (wanted == found) return;
    into.add(
        "%s: %,d by the answers, %,d in the database (%+,d)"
            .formatted(what, wanted, found, found - wanted));
  }
}
