package dev.tippen.event;

import java.util.Locale;

/// What kind of device a browser runs on. The order of the constants is part of the spool's format:
/// new ones go to the end.
public enum DeviceClass {
  UNKNOWN,
  DESKTOP,
  PHONE,
  TABLET,
  TV,
  CONSOLE;

  /// The spelling in JSON and SQL.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
