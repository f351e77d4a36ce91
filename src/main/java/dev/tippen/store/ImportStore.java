package dev.tippen.store;

import dev.tippen.event.ApiKey;
import dev.tippen.event.TrackedEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rows of files that the owner brings, and how far each file is read. All calls block on the
/// database.
public interface ImportStore {

  /// Which file, as its reader knows it.
  ///
  /// @param fingerprint of the contents: another one is another file
  record Source(String kind, String name, String fingerprint) {}

  /// One row of a file, ready to be stored.
  sealed interface Row {
    /// An event, or the sums of a visitor.
    ///
    /// @param what it is, for the count by kind
    /// @param ownId hash of the id that the row itself carries, 0 if it carries none: then only its
    ///   place in the file keeps it from being stored twice
    record Event(TrackedEvent event, String what, long ownId) implements Row {}

    /// Figures of one day.
    ///
    /// @param day since the epoch
    /// @param values by dimension
    record Day(long day, Map<String, String> values, Figures figures) implements Row {}

    /// An invitation to a call. Times in the form of `visitor_sessions`, UTC.
    record Call(
        String visitorId,
        String sessionId,
        @Nullable String company,
        @Nullable String visitorRole,
        String status,
        String invitedAt,
        @Nullable String connectedAt,
        @Nullable String endedAt,
        @Nullable Long durationSeconds,
        @Nullable Long connectionSeconds,
        boolean qualified,
        @Nullable Long leadScore,
        @Nullable String leadQuality,
        @Nullable String notes)
        implements Row {}

    /// A row that is not stored.
    record Skipped(String reason) implements Row {}
  }

  /// What another program counted.
  record Figures(
      long visitors, long visits, long pageViews, long bounces, long visitSeconds, long events) {}

  /// Rows that follow each other in a file.
  ///
  /// @param source null for rows of no file: only their own ids keep them from being stored twice
  /// @param fromRow how many rows of the file come before
  /// @param last whether the file ends with these
  record Batch(ApiKey key, @Nullable Source source, long fromRow, List<Row> rows, boolean last) {}

  /// What became of a row.
  enum End {
    COUNTED,
    DUPLICATE,
    SKIPPED
  }

  /// @param ends one a row
  /// @param state of the import afterwards, null for rows of no file
  record Written(List<End> ends, @Nullable State state) {}

  /// How many rows were skipped for a reason.
  ///
  /// @param firstRow number of the first one in its file, from 1
  record Skips(long rows, long firstRow) {}

  /// How an import stands.
  ///
  /// @param rowsDone counted, duplicates and skipped
  /// @param byKind counted rows by what they are
  /// @param fromMs time of the oldest counted row, null if none
  /// @param finishedAtMs null while there may be more rows
  record State(
      long id,
      String kind,
      String name,
      String fingerprint,
      long rowsDone,
      long counted,
      long duplicates,
      Map<String, Long> byKind,
      Map<String, Skips> skipped,
      @Nullable Long fromMs,
      @Nullable Long toMs,
      long startedAtMs,
      @Nullable Long finishedAtMs) {}

  /// Stores rows and how far their file is read, all or nothing, synced to disk when this returns.
  ///
  /// @throws OutOfStep if the import stands at another row than the batch begins with
  /// @throws Finished if it has ended
  /// @throws java.util.concurrent.RejectedExecutionException if too much waits for the writer
  /// @throws StoreException if nothing can be stored now
  Written write(Batch batch);

  /// The imports of a site, newest first.
  List<State> ofSite(int apiKeyId, int limit);

  /// @return null if the site has none of this file
  @Nullable State find(int apiKeyId, String fingerprint);

  /// Imported figures of a day.
  record DayFigures(long day, Figures figures) {}

  /// Imported figures of a value, added up over days: of visitors that is no number of people.
  record ValueFigures(String value, Figures figures) {}

  /// Sums of each day.
  ///
  /// @param fromDay since the epoch
  /// @param beforeDay since the epoch
  List<DayFigures> days(int apiKeyId, long fromDay, long beforeDay);

  /// The most frequent values of a dimension.
  List<ValueFigures> values(
      int apiKeyId, String dimension, long fromDay, long beforeDay, int limit);

  /// The batch begins with another row than the next one.
  final class OutOfStep extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long rowsDone;

    public OutOfStep(long rowsDone) {
      super("the import stands at row " + rowsDone, null, false, false);
      this.rowsDone = rowsDone;
    }

    /// Where it stands.
    public long rowsDone() {
      return rowsDone;
    }
  }

  /// The import has ended.
  final class Finished extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Finished() {
      super("the import is finished", null, false, false);
    }
  }
}
