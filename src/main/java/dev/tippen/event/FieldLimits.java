package dev.tippen.event;

/// The largest sizes of what an event may carry, in characters where nothing else is said. Live and
/// imported events have the same.
public final class FieldLimits {
  public static final int VISITOR_ID_MAX_CHARS = 128;
  public static final int EVENT_MAX_CHARS = 64;
  public static final int URL_MAX_CHARS = 2048;
  public static final int TITLE_MAX_CHARS = 256;
  public static final int USER_AGENT_MAX_CHARS = 512;
  public static final int WEBSITE_MAX_CHARS = 253;
  public static final int TIMEZONE_MAX_CHARS = 64;
  public static final int LANGUAGE_MAX_CHARS = 35;
  public static final int SCREEN_MAX_CHARS = 16;
  public static final int COMPANY_MAX_CHARS = 128;
  public static final int PROPERTIES_MAX = 30;
  public static final int PROPERTY_NAME_MAX_CHARS = 64;
  public static final int PROPERTY_TEXT_MAX_CHARS = 512;
  public static final int ENGAGED_MAX_MS = 600_000;

  private FieldLimits() {}
}
