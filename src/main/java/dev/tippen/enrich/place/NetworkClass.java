package dev.tippen.enrich.place;

/// Who uses a network, as far as the organisation that runs it tells.
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
  GOVERNMENT
}
