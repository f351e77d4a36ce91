package dev.tippen.store.sqlite;

import dev.tippen.event.CompanySource;
import dev.tippen.event.EventKind;
import dev.tippen.event.ImportedVisitor;
import dev.tippen.event.TrackedEvent;
import dev.tippen.event.TrackedEvent.Company;
import dev.tippen.event.TrackedEvent.Engagement;
import org.jspecify.annotations.Nullable;

/// What the writer knows of one visitor, and what a batch changes about them. Mutable; owned by the
/// writer's thread.
///
/// Counting rules: only page views count as page views. Every event adds the time since the
/// visitor's previous event by the server's clock, unless that is longer than the cap or the
/// previous event was an exit. Engaged time is the sum of the increments that the tracker reports,
/// kept apart from it.
final class VisitorState {
  static final long MS_PER_HOUR = 3_600_000;

  final long rowId;
  long firstSeenMs;
  final EngagementMarks marks;
  long pageViews;
  long lastEventMs;
  boolean lastWasExit;
  long totalTimeMs;
  long engagedMs;
  CompanySource companySource;

  /// Hour of the last event as the database has it, -1 before the first write.
  long storedHour;

  /// The newest event that this holds.
  long lastEventId;

  /// In the site's list of companies, 0 if in none.
  long companyId;

  /// As the database has it.
  long storedCompanyId;

  // What the current batch changes: null leaves the stored text as it is.
  long newPageViews;
  boolean firstSeenMoved;
  boolean sourceChanged;
  @Nullable String company;
  @Nullable String location;
  @Nullable String device;
  @Nullable String website;

  VisitorState(
      long rowId,
      long firstSeenMs,
      long pageViews,
      long lastEventMs,
      boolean lastWasExit,
      long totalTimeMs,
      long engagedMs,
      CompanySource companySource,
      long storedHour,
      EngagementMarks marks,
      long lastEventId,
      long companyId) {
    this.rowId = rowId;
    this.firstSeenMs = firstSeenMs;
    this.pageViews = pageViews;
    this.lastEventMs = lastEventMs;
    this.lastWasExit = lastWasExit;
    this.totalTimeMs = totalTimeMs;
    this.engagedMs = engagedMs;
    this.companySource = companySource;
    this.storedHour = storedHour;
    this.marks = marks;
    this.lastEventId = lastEventId;
    this.companyId = companyId;
    storedCompanyId = companyId;
  }

  /// A visitor never seen before, before their first event is applied.
  static VisitorState arriving(long rowId, long nowMs) {
    return new VisitorState(
        rowId,
        nowMs,
        0,
        nowMs,
        true,
        0,
        0,
        CompanySource.FALLBACK,
        -1,
        new EngagementMarks(),
        0,
        0);
  }

  /// For a batch to change: if it fails, the original still holds.
  VisitorState copy() {
    return new VisitorState(
        rowId,
        firstSeenMs,
        pageViews,
        lastEventMs,
        lastWasExit,
        totalTimeMs,
        engagedMs,
        companySource,
        storedHour,
        marks.copy(),
        lastEventId,
        companyId);
  }

  boolean isNew() {
    return storedHour < 0;
  }

  /// @return false if the event's engaged time was counted before, or belongs to no page view
  boolean apply(TrackedEvent e, long eventId, long gapMaxMs) {
    lastEventId = eventId;
    if (e.isImported()) {
      applyImported(e, gapMaxMs);
      return true;
    }
    if (e.kind().isOurs()) {
      learnCompany(e);
      return true;
    }
    // Two event loops may hand in events a little out of order: time never runs backwards.
    long at = Math.max(e.receivedAtMs(), lastEventMs);
    long gapMs = at - lastEventMs;
    if (!lastWasExit && gapMs <= gapMaxMs) totalTimeMs += gapMs;
    lastEventMs = at;
    lastWasExit = e.kind() == EventKind.EXIT;
    if (e.isPageView()) {
      pageViews++;
      newPageViews++;
    }
    Engagement engagement = e.engagement();
    String pageViewId = e.pageViewId();
    boolean engaged =
        engagement != null && pageViewId != null && marks.advance(pageViewId, engagement.seq());
    if (engaged && engagement != null) engagedMs += engagement.engagedMs();
    learnCompany(e);
    if (e.location() != null) location = e.location();
    if (e.client().device() != null) device = e.client().device();
    if (e.website() != null) website = e.website();
    return engaged || engagement == null;
  }

  /// A file brings the past, in any order: what is newer here stays.
  private void applyImported(TrackedEvent e, long gapMaxMs) {
    long at = e.receivedAtMs();
    long firstMs = e.occurredAtMs();
    boolean newest = at >= lastEventMs;
    if (e.kind() == EventKind.VISITOR_IMPORTED) {
      ImportedVisitor sums = ImportedVisitor.of(e);
      firstMs = sums.firstSeenMs();
      pageViews += sums.pageViews();
      newPageViews += sums.pageViews();
      totalTimeMs += sums.totalTimeMs();
      // What lies between that and the next event is not known to be time on the site.
      if (newest) lastWasExit = true;
    } else {
      if (newest) {
        if (!lastWasExit && at - lastEventMs <= gapMaxMs) totalTimeMs += at - lastEventMs;
        lastWasExit = e.kind() == EventKind.EXIT;
      }
      if (e.isPageView()) {
        pageViews++;
        newPageViews++;
      }
      Engagement engagement = e.engagement();
      if (engagement != null) engagedMs += engagement.engagedMs();
    }
    if (newest) lastEventMs = at;
    if (firstMs < firstSeenMs) {
      firstSeenMs = firstMs;
      firstSeenMoved = true;
    }
    Company c = e.company();
    if (newest || (c != null && c.source().trust() > companySource.trust())) learnCompany(e);
    if (!newest) return;
    if (e.location() != null) location = e.location();
    if (e.client().device() != null) device = e.client().device();
    if (e.website() != null) website = e.website();
  }

  /// The owner's correction holds whatever was believed before.
  private void learnCompany(TrackedEvent e) {
    Company c = e.company();
    if (c == null) return;
    if (e.kind() != EventKind.COMPANY_CORRECTED && !c.source().replaces(companySource)) return;
    company = c.name();
    companyId = c.id();
    if (c.source() != companySource) sourceChanged = true;
    companySource = c.source();
  }

  /// Somebody deleted the stored rows: what was known is gone, only this batch counts.
  void beginAnew() {
    firstSeenMs = lastEventMs;
    pageViews = newPageViews;
    totalTimeMs = 0;
    engagedMs = 0;
    storedHour = -1;
    storedCompanyId = 0;
  }

  boolean companyChanged() {
    return companyId != storedCompanyId;
  }

  /// Whether the list of the newest visitors has this one in a wrong place.
  boolean hourChanged() {
    return hour() != storedHour;
  }

  long hour() {
    return lastEventMs / MS_PER_HOUR;
  }

  /// The batch is committed: its changes are the stored state now.
  void settled() {
    newPageViews = 0;
    firstSeenMoved = false;
    sourceChanged = false;
    storedCompanyId = companyId;
    company = null;
    location = null;
    device = null;
    website = null;
  }
}
