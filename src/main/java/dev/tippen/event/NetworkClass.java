package dev.tippen.event;

import java.util.Locale;

/// Who uses a network, as far as the organisation that runs it tells. The order of the constants is
/// part of the spool's format: new ones go to the end.
public enum NetworkClass {
  /// A company for itself: weak evidence of where the visitor works.
  BUSINESS,
  /// Access for customers.
  ISP,
  /// Access for phones.
  MOBILE,
  /// Rented machines: mostly programs.
  HOSTING,
  /// VPNs, relays and web gateways: people, but not from there.
  PROXY,
  EDUCATION,
  GOVERNMENT;

  /// The spelling in JSON and SQL.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
