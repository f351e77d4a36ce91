package dev.tippen.store;

import dev.tippen.event.ApiKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reading calls. All calls of this block on the database.
public interface CallReads {

  /// @param connected of them, those that somebody accepted
  /// @param averageSeconds of those that have ended, 0 if none has
  record Totals(long calls, long connected, long qualifiedLeads, double averageSeconds) {}

  record OfCompany(
      String company, long calls, long connected, long qualifiedLeads, double averageSeconds) {}

  /// @param day `YYYY-MM-DD`, UTC
  record OfDay(String day, long calls, long connected) {}

  /// A row of `video_calls`; times are `YYYY-MM-DD HH:MM:SS` in UTC.
  record Call(
      long id,
      String visitorId,
      String sessionId,
      @Nullable String company,
      @Nullable String visitorRole,
      String status,
      String invitedAt,
      @Nullable String connectedAt,
      @Nullable String endedAt,
      @Nullable Long durationSeconds,
      @Nullable Long connectionTimeSeconds,
      boolean qualifiedLead,
      @Nullable Long leadQualityScore,
      @Nullable String leadQuality,
      @Nullable String notes) {}

  /// @param since `YYYY-MM-DD HH:MM:SS`, UTC
  Totals totals(ApiKey key, String since);

  /// Companies with the most calls.
  List<OfCompany> byCompany(ApiKey key, int limit);

  /// Days with calls, oldest first.
  List<OfDay> byDay(ApiKey key, String since);

  /// @param status null for any
  List<Call> newest(ApiKey key, @Nullable String status, int limit);

  long count(ApiKey key, @Nullable String status);
}
