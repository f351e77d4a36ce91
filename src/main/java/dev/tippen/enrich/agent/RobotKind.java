package dev.tippen.enrich.agent;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a robot is for.
public enum RobotKind {
  SEARCH_ENGINE,
  SEO,
  AI_CRAWLER,
  MONITORING,
  SOCIAL_PREVIEW,
  FEED_READER,
  ADVERTISING,
  SCANNER,
  ARCHIVER,
  HTTP_LIBRARY,
  HEADLESS_BROWSER,
  /// It says that it is a program, not which kind.
  OTHER;

  private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /// The stable spelling in answers and files, such as `search-engine`.
  public String text() {
    return text;
  }

  static @Nullable RobotKind ofText(String text) {
    for (RobotKind kind : values()) {
      if (kind.text.equals(text)) return kind;
    }
    return null;
  }
}
