package dev.tippen.event;

import java.util.Locale;

/// A doubt about an event. It is counted like any other, and analytics can leave it out. The order
/// of the constants is part of the spool's format (bit 0 first): new ones go to the end.
public enum Mark {
  /// From a network of rented machines.
  HOSTING,
  /// Through a VPN, relay or web gateway: the address is not the visitor's own.
  PROXY,
  /// More page views than a person reads.
  RATE,
  /// A referrer that is known to be sent by programs.
  SPAM_REFERRER,
  /// Not seen by us when it happened, but brought from a file. No doubt: it counts in all figures,
  /// and is no sign of life.
  IMPORTED;

  public int bit() {
    return 1 << ordinal();
  }

  /// The spelling in JSON and SQL.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
