package dev.tippen.analytics;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// By what figures are told apart, and what filters look at.
public enum Dimension {
  PAGE("Page", Scope.EVENT, Kind.TEXT, "page"),
  HOST("Host", Scope.EVENT, Kind.TEXT, "host"),
  EVENT("Event", Scope.EVENT, Kind.TEXT, "name"),
  PROPERTY("Property of an event", Scope.EVENT, Kind.PROPERTY, "details"),
  CURRENCY("Currency", Scope.EVENT, Kind.CURRENCY, "details"),
  ENTRY_PAGE("Entry page", Scope.VISIT, Kind.TEXT, "entry_page"),
  EXIT_PAGE("Exit page", Scope.VISIT, Kind.TEXT, "exit_page"),
  REFERRER("Referrer", Scope.VISIT, Kind.TEXT, "referrer"),
  SOURCE("Source", Scope.VISIT, Kind.TEXT, "source"),
  CHANNEL("Channel", Scope.VISIT, Kind.CHANNEL, "channel"),
  UTM_SOURCE("UTM source", Scope.VISIT, Kind.TEXT, "utm_source"),
  UTM_MEDIUM("UTM medium", Scope.VISIT, Kind.TEXT, "utm_medium"),
  UTM_CAMPAIGN("UTM campaign", Scope.VISIT, Kind.TEXT, "utm_campaign"),
  UTM_TERM("UTM term", Scope.VISIT, Kind.TEXT, "utm_term"),
  UTM_CONTENT("UTM content", Scope.VISIT, Kind.TEXT, "utm_content"),
  COMPANY("Company", Scope.VISIT, Kind.COMPANY, "company"),
  INDUSTRY("Industry", Scope.VISIT, Kind.COMPANY_TEXT, "industry"),
  COUNTRY("Country", Scope.VISIT, Kind.TEXT, "country"),
  REGION("Region", Scope.VISIT, Kind.TEXT, "region"),
  CITY("City", Scope.VISIT, Kind.TEXT, "city"),
  DEVICE("Device", Scope.VISIT, Kind.DEVICE, "device"),
  BROWSER("Browser", Scope.VISIT, Kind.TEXT, "browser"),
  BROWSER_VERSION("Browser version", Scope.VISIT, Kind.TEXT, "browser_version"),
  SYSTEM("Operating system", Scope.VISIT, Kind.TEXT, "system"),
  SYSTEM_VERSION("System version", Scope.VISIT, Kind.TEXT, "system_version"),
  LANGUAGE("Language", Scope.VISIT, Kind.TEXT, "language"),
  SCREEN("Screen", Scope.VISIT, Kind.TEXT, "screen"),
  VISITOR_TYPE("New or returning", Scope.VISIT, Kind.NEW, "is_new"),
  HOUR("Hour", Scope.TIME, Kind.TIME, "hour"),
  DAY("Day", Scope.TIME, Kind.TIME, "day"),
  WEEK("Week", Scope.TIME, Kind.TIME, "week"),
  MONTH("Month", Scope.TIME, Kind.TIME, "month"),
  HOUR_OF_DAY("Hour of the day", Scope.TIME, Kind.TIME, "hour_of_day"),
  WEEKDAY("Weekday", Scope.TIME, Kind.TIME, "weekday");

  /// What a filter on it means.
  public enum Scope {
    /// Of the visit: its first, last or only value.
    VISIT,
    /// Of single events; for figures of visits: visits that have such an event.
    EVENT,
    /// When it was, in the zone of the question.
    TIME
  }

  /// How its values are stored.
  enum Kind {
    TEXT,
    CHANNEL,
    DEVICE,
    COMPANY,
    COMPANY_TEXT,
    NEW,
    PROPERTY,
    CURRENCY,
    TIME
  }

  private final String label;
  private final Scope scope;
  private final Kind kind;
  private final String column;

  Dimension(String label, Scope scope, Kind kind, String column) {
    this.label = label;
    this.scope = scope;
    this.kind = kind;
    this.column = column;
  }

  /// Whether a site usually has so many different values that only the greatest are worth counting
  /// in full.
  boolean hasManyValues() {
    return this == PAGE || this == ENTRY_PAGE || this == EXIT_PAGE || this == REFERRER;
  }

  /// The spelling in the API, such as `entry_page`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The English name to show.
  public String label() {
    return label;
  }

  public Scope scope() {
    return scope;
  }

  Kind kind() {
    return kind;
  }

  String column() {
    return column;
  }

  /// Whether its values are moments in a row, each shown even if nothing happened.
  boolean isSeries() {
    return this == HOUR || this == DAY || this == WEEK || this == MONTH;
  }

  /// @return null if there is none of this name
  public static @Nullable Dimension of(String text) {
    for (Dimension d : values()) if (d.text().equals(text)) return d;
    return null;
  }
}
