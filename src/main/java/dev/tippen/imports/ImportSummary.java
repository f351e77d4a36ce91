package dev.tippen.imports;

import dev.tippen.event.EventKind;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What lines hold, counted without storing anything. Mutable; for one thread.
public final class ImportSummary {
  private long rows;
  private final Map<String, Long> byKind = new TreeMap<>();
  private final Map<SkipReason, Skips> skipped = new EnumMap<>(SkipReason.class);
  private long fromMs = Long.MAX_VALUE;
  private long toMs = Long.MIN_VALUE;

  /// @param firstRow number of the first one, from 1
  public record Skips(long rows, long firstRow) {}

  /// Takes the next line in.
  public void add(ImportLine line) {
    rows++;
    switch (line) {
      case ImportLine.Skipped(var reason) ->
          skipped.merge(reason, new Skips(1, rows), (a, b) -> new Skips(a.rows + 1, a.firstRow));
      case ImportLine.Event e -> count(kind(e), e.timeMs(), e.timeMs());
      case ImportLine.Visitor v -> count("visitor", v.sums().firstSeenMs(), v.sums().lastSeenMs());
      case ImportLine.Day d -> {
        long ms = d.day() * 86_400_000;
        count("day", ms, ms);
      }
      case ImportLine.Call c -> count("call", c.invitedMs(), c.invitedMs());
    }
  }

  /// The name under which events of this kind are counted.
  public static String kind(ImportLine.Event event) {
    return EventKind.of(event.name()).name().toLowerCase(Locale.ROOT);
  }

  private void count(String kind, long firstMs, long lastMs) {
    byKind.merge(kind, 1L, Long::sum);
    fromMs = Math.min(fromMs, firstMs);
    toMs = Math.max(toMs, lastMs);
  }

  public long rows() {
    return rows;
  }

  public Map<String, Long> byKind() {
    return byKind;
  }

  public Map<SkipReason, Skips> skipped() {
    return skipped;
  }

  /// @return null if nothing would be imported
  public @Nullable Long fromMs() {
    return byKind.isEmpty() ? null : fromMs;
  }

  /// @return null if nothing would be imported
  public @Nullable Long toMs() {
    return byKind.isEmpty() ? null : toMs;
  }
}
