package dev.tippen.history;

/// How one SQL is written for different engines.
public enum Dialect {
  DUCKDB {
    @Override
    public String whole(String a, String b) {
      return "(" + a + " // " + b + ")";
    }

    @Override
    public String contains(String text, String part) {
      return "contains(lower(" + text + "), lower(" + part + "))";
    }

    @Override
    public String matches(String text, String pattern) {
      return "regexp_matches(" + text + ", " + pattern + ")";
    }

    @Override
    public String jsonText(String json, String path) {
      return "json_extract_string(" + json + ", " + path + ")";
    }
  },
  SQLITE {
    @Override
    public String whole(String a, String b) {
      return "(" + a + " / " + b + ")";
    }

    @Override
    public String contains(String text, String part) {
      return "instr(lower(" + text + "), lower(" + part + ")) > 0";
    }

    @Override
    public String matches(String text, String pattern) {
      return "matches(" + text + ", " + pattern + ")";
    }

    @Override
    public String jsonText(String json, String path) {
      return "json_extract(" + json + ", " + path + ")";
    }
  };

  /// Division of whole numbers that are not negative, without a remainder.
  public abstract String whole(String a, String b);

  /// Whether a text has the other in it, whatever the case.
  public abstract String contains(String text, String part);

  /// Whether a regular expression (RE2) is found in a text.
  public abstract String matches(String text, String pattern);

  /// A value in a JSON text.
  public abstract String jsonText(String json, String path);
}
