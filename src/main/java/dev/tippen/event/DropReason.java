package dev.tippen.event;

import java.util.Locale;

/// Why an event that was understood is answered 200 and yet not counted.
public enum DropReason {
  /// The browser sends Global Privacy Control (`Sec-GPC: 1`).
  GPC,
  /// The browser sends Do Not Track (`DNT: 1`).
  DNT;

  /// The spelling in the header `x-tippen-dropped` and in metrics.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
