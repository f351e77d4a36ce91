package dev.tippen.imports;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why a row of a file is not imported. The spellings are part of the interface.
public enum SkipReason {
  LINE_TOO_LONG("longer than 64 KiB"),
  LINE_MALFORMED("not a JSON object that can be read"),
  TYPE_UNKNOWN("of a kind that is not imported"),
  TIME_MISSING("without a time"),
  TIME_INVALID("with a time that can't be read"),
  TIME_IN_FUTURE("with a time in the future"),
  TIME_TOO_OLD("with a time before the year 2000"),
  VISITOR_MISSING("without a visitor's id"),
  FIELD_INVALID("with a field that is not allowed"),
  ROBOT("of a robot"),
  COMPANY_EXCLUDED("of a company that counts nowhere by your word"),
  OTHER("for another reason");

  private final String sentence;

  SkipReason(String sentence) {
    this.sentence = sentence;
  }

  /// The spelling in JSON and SQL.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What stands behind "rows" in a sentence.
  public String sentence() {
    return sentence;
  }

  /// @return [#OTHER] if there is none of this spelling
  public static SkipReason of(@Nullable String text) {
    for (SkipReason r : values()) if (r.text().equals(text)) return r;
    return OTHER;
  }
}
