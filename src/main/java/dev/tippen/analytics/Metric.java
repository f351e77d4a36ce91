package dev.tippen.analytics;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Every figure of the analytics, defined once: API, dashboard and documentation take name, text
/// and unit from here.
public enum Metric {
  VISITORS(
      "Visitors",
      Unit.COUNT,
      "Different visitors with a visit in the range. Ids that live for a day count once a day.",
      null),
  COMPANIES(
      "Companies",
      Unit.COUNT,
      "Different identified companies with a visit in the range. Providers, and visitors whose"
          + " company is unknown, are none.",
      null),
  VISITS(
      "Visits",
      Unit.COUNT,
      "Visits with an event in the range. A visit ends after 30 minutes without an event and is"
          + " cut after 24 hours; midnight cuts nothing. In bars of hours or days a visit counts in"
          + " each in which it was active, so the bars may add up to more than the total.",
      null),
  PAGE_VIEWS(
      "Page views", Unit.COUNT, "Pages shown in the range: each load or change of the page.", null),
  VIEWS_PER_VISIT(
      "Views per visit",
      Unit.NUMBER,
      "Page views of the visits, also those outside the range, by the visits that have any.",
      "visits with a page view"),
  BOUNCE_RATE(
      "Bounce rate",
      Unit.PERCENT,
      "Visits with one page view, less than 10 seconds of engaged time and no event of interest."
          + " Of a page: among the visits that began there.",
      "visits with a page view"),
  VISIT_DURATION(
      "Visit duration",
      Unit.SECONDS,
      "From the first to the last event of a visit, on average.",
      "visits"),
  ENGAGED_TIME(
      "Engaged time",
      Unit.SECONDS,
      "Time in which the page was visible, had the focus and somebody used it within the last 30"
          + " seconds, on average.",
      "visits with a page view"),
  TIME_ON_PAGE(
      "Time on page", Unit.SECONDS, "Engaged time on a page by its page views.", "page views"),
  SCROLL_DEPTH(
      "Scroll depth",
      Unit.PERCENT,
      "The greatest depth that a visit reached on a page, on average.",
      "visits that reported a depth, by page"),
  ENTRIES("Entries", Unit.COUNT, "Visits whose first page view is this page.", null),
  EXITS("Exits", Unit.COUNT, "Visits whose last page view is this page.", null),
  EXIT_RATE(
      "Exit rate",
      Unit.PERCENT,
      "Visits whose last page view is this page; never above 100 %.",
      "visits that saw the page"),
  NEW_VISITORS(
      "New visitors", Unit.COUNT, "Visitors who became known with a visit in the range.", null),
  RETURNING_VISITORS(
      "Returning visitors",
      Unit.COUNT,
      "Visitors with a visit in the range that is not their first ever.",
      null),
  EVENTS("Events", Unit.COUNT, "Custom events in the range.", null),
  REVENUE(
      "Revenue",
      Unit.AMOUNT,
      "What custom events in the range brought, in one currency: nothing is converted, and amounts"
          + " in different currencies are never added.",
      null);

  /// How a figure is read.
  public enum Unit {
    COUNT,
    NUMBER,
    PERCENT,
    SECONDS,
    /// Of money, in the currency that the question names.
    AMOUNT;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final String label;
  private final Unit unit;
  private final String definition;
  private final @Nullable String divisor;

  Metric(String label, Unit unit, String definition, @Nullable String divisor) {
    this.label = label;
    this.unit = unit;
    this.definition = definition;
    this.divisor = divisor;
  }

  /// The spelling in the API, such as `page_views`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The English name to show.
  public String label() {
    return label;
  }

  public Unit unit() {
    return unit;
  }

  /// One or two sentences for people.
  public String definition() {
    return definition;
  }

  /// What the figure is divided by, null if it is a count. Of nothing it is null, not 0.
  public @Nullable String divisor() {
    return divisor;
  }

  /// @return null if there is none of this name
  public static @Nullable Metric of(String text) {
    for (Metric m : values()) if (m.text().equals(text)) return m;
    return null;
  }
}
