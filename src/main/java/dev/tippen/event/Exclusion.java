package dev.tippen.event;

import java.util.Locale;

/// Why an event that was understood is answered 200 and yet counted nowhere. The order of the
/// constants is part of the spool's format: new ones go to the end.
public enum Exclusion {
  /// The browser sends Global Privacy Control (`Sec-GPC: 1`).
  GPC(false),
  /// The browser sends Do Not Track (`DNT: 1`).
  DNT(false),
  /// The user agent names a robot.
  ROBOT(true),
  /// The browser says that a program drives it.
  AUTOMATION(true),
  /// From the site's own people, by the owner's word.
  OWN(true),
  /// From a company that the owner does not want to count.
  BLOCKED(true);

  private final boolean stored;

  Exclusion(boolean stored) {
    this.stored = stored;
  }

  /// Whether the event is stored with this reason, so that it can be counted later after all. What
  /// a visitor asked us not to collect is not stored anywhere.
  public boolean stored() {
    return stored;
  }

  /// The spelling in the header `x-tippen-dropped` and in metrics.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
