package dev.tippen.imports;

import dev.tippen.event.Channel;
import dev.tippen.event.DeviceClass;
import dev.tippen.event.Facts.Campaign;
import dev.tippen.event.ImportedVisitor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one line holds. Texts are within the limits of live events and free of control characters;
/// null means: not said.
public sealed interface ImportLine {

  /// Something that happened.
  ///
  /// @param name as the tracker sends it: `pageview`, `exit`, ... or that of a custom event
  /// @param eventId that the row itself carries
  /// @param detailsJson properties, revenue and identity, in the form that live events have
  record Event(
      long timeMs,
      String visitorId,
      String name,
      @Nullable String eventId,
      PageFields page,
      ClientFields client,
      PlaceFields place,
      @Nullable CompanyFields company,
      @Nullable WayFields way,
      int engagedMs,
      int scrollPct,
      @Nullable String detailsJson)
      implements ImportLine {}

  record PageFields(
      @Nullable String url,
      @Nullable String title,
      @Nullable String referrer,
      @Nullable String website) {}

  /// @param deviceClass null if not said
  record ClientFields(
      @Nullable String userAgent,
      @Nullable String browser,
      @Nullable String browserVersion,
      @Nullable String system,
      @Nullable String systemVersion,
      @Nullable DeviceClass deviceClass,
      @Nullable String screen,
      @Nullable String language,
      @Nullable String timezone) {}

  /// @param country ISO 3166-1 alpha-2, upper case
  /// @param location text form, instead of the others
  record PlaceFields(
      @Nullable String country,
      @Nullable String region,
      @Nullable String city,
      @Nullable String location) {}

  record CompanyFields(String name, @Nullable String domain) {}

  /// How the visitor came.
  ///
  /// @param channel null: to be found out from address, referrer and campaign
  record WayFields(
      @Nullable Channel channel, @Nullable String source, @Nullable Campaign campaign) {}

  /// A visitor of whom only sums are left.
  ///
  /// @param device in the form of `last_role`
  record Visitor(
      String visitorId,
      String rowId,
      ImportedVisitor sums,
      @Nullable CompanyFields company,
      @Nullable String location,
      @Nullable String device,
      @Nullable String website)
      implements ImportLine {}

  /// Figures of a day that another program summed up.
  ///
  /// @param day since the epoch
  /// @param values by dimension; `total` has the empty one
  record Day(
      long day,
      Map<String, String> values,
      long visitors,
      long visits,
      long pageViews,
      long bounces,
      long visitSeconds,
      long events)
      implements ImportLine {}

  /// An invitation to a call. Times are epoch milliseconds.
  record Call(
      long invitedMs,
      String visitorId,
      String sessionId,
      String status,
      @Nullable String company,
      @Nullable String visitorRole,
      @Nullable Long connectedMs,
      @Nullable Long endedMs,
      @Nullable Long durationSeconds,
      @Nullable Long connectionSeconds,
      boolean qualified,
      @Nullable Long leadScore,
      @Nullable String leadQuality,
      @Nullable String notes)
      implements ImportLine {}

  record Skipped(SkipReason reason) implements ImportLine {}
}
