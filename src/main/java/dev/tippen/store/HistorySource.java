package dev.tippen.store;

import dev.tippen.event.ApiKey;
import dev.tippen.store.SpoolReads.Logged;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// What the history is filled from: the event log and the tables beside it. All calls block on the
/// database.
public interface HistorySource {

  /// @param lastId of the last event that was read, also if its key is gone; the asked one if there
  ///   are no more
  record Batch(List<Logged> events, long lastId) {}

  /// Events after one, whole records of the log until there are at least so many.
  Batch after(long id, int events, IntFunction<@Nullable ApiKey> keys);

  /// The first event that the log still has, or the one that will come next if it has none.
  long firstId();

  /// The last event of the log.
  long lastId();

  /// A row of `visitor_sessions`.
  ///
  /// @param firstSeenSecond since the epoch
  /// @param lastSeenSecond since the epoch
  /// @param companyId in the site's list, 0 for none
  record Visitor(
      long rowId,
      String visitorId,
      @Nullable String company,
      @Nullable String location,
      @Nullable String lastRole,
      @Nullable String website,
      long pageViews,
      long firstSeenSecond,
      long lastSeenSecond,
      long totalTimeSeconds,
      long companyId) {}

  record VisitorName(String apiKey, String visitorId) {}

  /// The rows of these visitors; those without one are missing.
  Map<VisitorName, Visitor> visitors(Collection<VisitorName> names);

  /// The rows with these ids; those that are gone are missing.
  List<Visitor> visitorRows(Collection<Long> rowIds);

  /// Keeps excluded events beyond the log, so that they can be counted later after all. What was
  /// kept before stays as it is.
  ///
  /// @param toId the last event up to which all excluded ones are kept then
  void keepExcluded(Collection<Logged> events, long toId);

  /// Forgets records of the log up to an event, as far as nobody else needs them.
  ///
  /// @param beforeMs records committed later stay
  /// @return whether there may be more
  boolean forget(long toId, long beforeMs);

  /// Moves with every change of the companies.
  long companiesVersion();

  /// @param company the one that it was merged into, or itself; 0 if it is none (a provider)
  /// @param hidden whether its visits count nowhere
  record SiteCompany(
      long id,
      int site,
      long company,
      boolean hidden,
      String name,
      @Nullable String domain,
      @Nullable String industry,
      @Nullable String country,
      @Nullable String employees,
      @Nullable String revenue) {}

  /// The companies of all sites with their owners' corrections.
  List<SiteCompany> companies();
}
