package dev.tippen.enrich.agent;

import dev.tippen.event.DeviceClass;
import dev.tippen.event.Facts;
import org.jspecify.annotations.Nullable;

/// What a user agent and its client hints say. Every text is bounded and free of control
/// characters.
///
/// @param browser such as `Chrome`, or the program whose view it is; [#UNKNOWN] if none is told
/// @param browserVersion major version; empty if it is not told
/// @param system such as `Windows`; [#UNKNOWN] if none is told
/// @param systemVersion at most two numbers, such as `17.5`; empty if it is not told or if the
///   browser always says the same, whatever the truth
/// @param label `<device> - <browser>` of the wire contract, from the user agent alone
/// @param robot null for a person; from the user agent alone
public record Agent(
    String browser,
    String browserVersion,
    String system,
    String systemVersion,
    DeviceClass deviceClass,
    String label,
    @Nullable Robot robot) {
  public static final String UNKNOWN = "Unknown";

  /// The form that is stored, null if nothing is told.
  public Facts.@Nullable Device facts() {
    if (browser.equals(UNKNOWN) && system.equals(UNKNOWN)) return null;
    return new Facts.Device(
        browser, orNull(browserVersion), system, orNull(systemVersion), deviceClass);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  public boolean isRobot() {
    return robot != null;
  }
}
