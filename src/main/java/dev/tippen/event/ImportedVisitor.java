package dev.tippen.event;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The sums of a visitor whose single events nobody has any more, as an event of
/// [EventKind#VISITOR_IMPORTED] carries them in its details.
///
/// @param pageViews at least 0
/// @param firstSeenMs epoch milliseconds, at most `lastSeenMs`
/// @param totalTimeMs on the site
public record ImportedVisitor(long pageViews, long firstSeenMs, long lastSeenMs, long totalTimeMs) {

  private static final Pattern FORM =
      Pattern.compile(
          "\\{\"pageViews\":(\\d{1,18}),\"firstSeenMs\":(\\d{1,18}),\"lastSeenMs\":(\\d{1,18}),"
              + "\"totalTimeMs\":(\\d{1,18})}");

  /// The form in which [#of] reads it.
  public String json() {
    return "{\"pageViews\":%d,\"firstSeenMs\":%d,\"lastSeenMs\":%d,\"totalTimeMs\":%d}"
        .formatted(pageViews, firstSeenMs, lastSeenMs, totalTimeMs);
  }

  /// The sums that an event carries.
  ///
  /// @throws IllegalArgumentException if it carries none
  public static ImportedVisitor of(TrackedEvent event) {
    String json = event.detailsJson();
    Matcher m = FORM.matcher(json == null ? "" : json);
    if (!m.matches()) throw new IllegalArgumentException("no sums of a visitor");
    return new ImportedVisitor(
        Long.parseLong(m.group(1)),
        Long.parseLong(m.group(2)),
        Long.parseLong(m.group(3)),
        Long.parseLong(m.group(4)));
  }
}
