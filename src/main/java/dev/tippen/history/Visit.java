package dev.tippen.history;

import dev.tippen.event.Channel;
import dev.tippen.history.HistoryEvent.Arrival;
import dev.tippen.history.HistoryEvent.Company;
import dev.tippen.history.HistoryEvent.Traits;
import org.jspecify.annotations.Nullable;

/// One visit, as the sum of its events. Two visits merge into one in any order with the same
/// result: each field is a sum, a smallest, a greatest, or the value of the first or last event
/// that has one, in the order of event time and then id.
///
/// @param id of its first event in the log
/// @param chainMs event time of the first event of the unbroken chain that the visit belongs to:
///   its own start, unless the visit was cut from an earlier one after [VisitFold#CAP_MS]
/// @param firstReceivedMs arrival of the event that arrived first
/// @param interactions custom and call events
/// @param entry first page view, null if there is none
/// @param exit last page view
/// @param arrival of the first page view that came from outside
/// @param traits of the first event that tells any
/// @param company the most trusted, of equals the newest
record Visit(
    long id,
    int site,
    long visitor,
    long chainMs,
    long startMs,
    long endMs,
    long firstReceivedMs,
    int pageViews,
    int interactions,
    long engagedMs,
    int marks,
    @Nullable At<Location> entry,
    @Nullable At<Location> exit,
    @Nullable At<Arrival> arrival,
    @Nullable At<Traits> traits,
    @Nullable At<Company> company) {

  /// A value and the event that brought it.
  record At<T>(long ms, long eventId, T value) {
    boolean isBefore(At<T> other) {
      return ms != other.ms ? ms < other.ms : eventId < other.eventId;
    }
  }

  /// Numbers of [Texts].
  record Location(int host, int page) {}

  /// The visit that consists of this event alone.
  static Visit of(HistoryEvent e) {
    At<Location> location =
        e.isPageView() ? new At<>(e.atMs(), e.id(), new Location(e.host(), e.page())) : null;
    Arrival arrival = e.arrival();
    if (arrival != null && arrival.channel() == Channel.INTERNAL.ordinal()) arrival = null;
    Company company = e.company();
    return new Visit(
        e.id(),
        e.site(),
        e.visitor(),
        e.atMs(),
        e.atMs(),
        e.atMs(),
        e.receivedMs(),
        e.isPageView() ? 1 : 0,
        e.isInteraction() ? 1 : 0,
        e.engagedMs(),
        e.marks(),
        location,
        location,
        arrival == null ? null : new At<>(e.atMs(), e.id(), arrival),
        e.traits().isEmpty() ? null : new At<>(e.atMs(), e.id(), e.traits()),
        company == null ? null : new At<>(e.atMs(), e.id(), company));
  }

  /// This and the other as one visit. The chain must be set afterwards.
  Visit and(Visit o) {
    return new Visit(
        Math.min(id, o.id),
        site,
        visitor,
        Math.min(chainMs, o.chainMs),
        Math.min(startMs, o.startMs),
        Math.max(endMs, o.endMs),
        Math.min(firstReceivedMs, o.firstReceivedMs),
        pageViews + o.pageViews,
        interactions + o.interactions,
        engagedMs + o.engagedMs,
        marks | o.marks,
        first(entry, o.entry),
        last(exit, o.exit),
        first(arrival, o.arrival),
        first(traits, o.traits),
        moreTrusted(company, o.company));
  }

  Visit withChain(long ms) {
    return ms == chainMs
        ? this
        : new Visit(
            id,
            site,
            visitor,
            ms,
            startMs,
            endMs,
            firstReceivedMs,
            pageViews,
            interactions,
            engagedMs,
            marks,
            entry,
            exit,
            arrival,
            traits,
            company);
  }

  private static <T> @Nullable At<T> first(@Nullable At<T> a, @Nullable At<T> b) {
    if (a == null || b == null) return a == null ? b : a;
    return a.isBefore(b) ? a : b;
  }

  static <T> @Nullable At<T> last(@Nullable At<T> a, @Nullable At<T> b) {
    if (a == null || b == null) return a == null ? b : a;
    return a.isBefore(b) ? b : a;
  }

  private static @Nullable At<Company> moreTrusted(
      @Nullable At<Company> a, @Nullable At<Company> b) {
    if (a == null || b == null) return a == null ? b : a;
    int trust = Integer.compare(a.value.trust(), b.value.trust());
    if (trust != 0) return trust > 0 ? a : b;
    return a.eventId > b.eventId ? a : b;
  }
}
