package dev.tippen.event;

import java.util.Locale;

/// What somebody holds in the hand or has in front of them. The order of the constants is part of
/// the storage format: new ones go to the end.
public enum DeviceClass {
  /// Nothing tells it, or none of the others fits (a headset, a car).
  UNKNOWN,
  DESKTOP,
  PHONE,
  TABLET,
  TV,
  CONSOLE;

  /// The stable spelling in answers and files.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
