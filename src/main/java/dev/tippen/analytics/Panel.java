package dev.tippen.analytics;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The common questions, each with a name.
public enum Panel {
  TOTALS(
      List.of(
          Metric.VISITORS,
          Metric.COMPANIES,
          Metric.VISITS,
          Metric.PAGE_VIEWS,
          Metric.VIEWS_PER_VISIT,
          Metric.BOUNCE_RATE,
          Metric.VISIT_DURATION,
          Metric.ENGAGED_TIME)),
  HOURS(List.of(Metric.VISITORS, Metric.VISITS, Metric.PAGE_VIEWS), Dimension.HOUR),
  DAYS(List.of(Metric.VISITORS, Metric.VISITS, Metric.PAGE_VIEWS), Dimension.DAY),
  WEEKS(List.of(Metric.VISITORS, Metric.VISITS, Metric.PAGE_VIEWS), Dimension.WEEK),
  MONTHS(List.of(Metric.VISITORS, Metric.VISITS, Metric.PAGE_VIEWS), Dimension.MONTH),
  WEEKDAYS(List.of(Metric.VISITORS, Metric.VISITS), Dimension.WEEKDAY),
  HOURS_OF_DAY(List.of(Metric.VISITORS, Metric.VISITS), Dimension.HOUR_OF_DAY),
  PAGES(List.of(Metric.VISITORS, Metric.PAGE_VIEWS, Metric.TIME_ON_PAGE), Dimension.PAGE),
  ENTRY_PAGES(List.of(Metric.VISITORS, Metric.VISITS, Metric.BOUNCE_RATE), Dimension.ENTRY_PAGE),
  EXIT_PAGES(List.of(Metric.VISITORS, Metric.VISITS), Dimension.EXIT_PAGE),
  COMPANIES(
      List.of(Metric.VISITORS, Metric.VISITS, Metric.PAGE_VIEWS, Metric.ENGAGED_TIME),
      Dimension.COMPANY),
  INDUSTRIES(List.of(Metric.COMPANIES, Metric.VISITORS, Metric.VISITS), Dimension.INDUSTRY),
  CHANNELS(List.of(Metric.VISITORS, Metric.VISITS, Metric.BOUNCE_RATE), Dimension.CHANNEL),
  SOURCES(List.of(Metric.VISITORS, Metric.VISITS, Metric.BOUNCE_RATE), Dimension.SOURCE),
  REFERRERS(List.of(Metric.VISITORS, Metric.VISITS), Dimension.REFERRER),
  CAMPAIGNS(List.of(Metric.VISITORS, Metric.VISITS), Dimension.UTM_CAMPAIGN),
  COUNTRIES(List.of(Metric.VISITORS, Metric.VISITS), Dimension.COUNTRY),
  CITIES(List.of(Metric.VISITORS, Metric.VISITS), Dimension.CITY),
  DEVICES(List.of(Metric.VISITORS, Metric.VISITS), Dimension.DEVICE),
  BROWSERS(List.of(Metric.VISITORS, Metric.VISITS), Dimension.BROWSER),
  SYSTEMS(List.of(Metric.VISITORS, Metric.VISITS), Dimension.SYSTEM),
  LANGUAGES(List.of(Metric.VISITORS, Metric.VISITS), Dimension.LANGUAGE),
  SCREENS(List.of(Metric.VISITORS, Metric.VISITS), Dimension.SCREEN),
  VISITOR_TYPES(List.of(Metric.VISITORS, Metric.VISITS), Dimension.VISITOR_TYPE),
  EVENTS(List.of(Metric.EVENTS, Metric.VISITORS, Metric.VISITS), Dimension.EVENT),
  REVENUE(List.of(Metric.REVENUE, Metric.EVENTS, Metric.VISITORS), Dimension.CURRENCY);

  private final List<Metric> metrics;
  private final List<Dimension> dimensions;

  Panel(List<Metric> metrics, Dimension... dimensions) {
    this.metrics = metrics;
    this.dimensions = List.of(dimensions);
  }

  public List<Metric> metrics() {
    return metrics;
  }

  public List<Dimension> dimensions() {
    return dimensions;
  }

  /// The spelling in addresses, such as `entry-pages`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// @return null if there is none of this name
  public static @Nullable Panel of(String text) {
    for (Panel p : values()) if (p.text().equals(text)) return p;
    return null;
  }
}
