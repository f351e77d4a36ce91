package dev.tippen.event;

import java.util.Locale;

/// How visitors come to a site. The order of the constants is part of the spool's format: new ones
/// go to the end.
public enum Channel {
  INTERNAL,
  CROSS_NETWORK,
  PAID_SHOPPING,
  PAID_SEARCH,
  PAID_SOCIAL,
  PAID_VIDEO,
  DISPLAY,
  PAID_OTHER,
  EMAIL,
  AFFILIATES,
  AUDIO,
  SMS,
  PUSH,
  AI_ASSISTANT,
  ORGANIC_SHOPPING,
  ORGANIC_SOCIAL,
  ORGANIC_VIDEO,
  ORGANIC_SEARCH,
  REFERRAL,
  DIRECT;

  /// The spelling in JSON and SQL.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
