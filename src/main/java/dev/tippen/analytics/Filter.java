package dev.tippen.analytics;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What events or visits must be like to count.
///
/// @param property name of the property, for [Dimension#PROPERTY]
/// @param values one of them is enough; an empty text stands for the unknown
public record Filter(Dimension dimension, @Nullable String property, Op op, List<String> values) {
  public static final int VALUES_MAX = 200;
  public static final int FILTERS_MAX = 20;
  public static final int PATTERN_MAX_CHARS = 200;

  private static final int VALUE_MAX_CHARS = 1_024;

  /// How values are compared.
  public enum Op {
    IS,
    IS_NOT,
    CONTAINS,
    CONTAINS_NOT,
    /// Found by a regular expression in the syntax of RE2.
    MATCHES,
    MATCHES_NOT;

    boolean isNegative() {
      return this == IS_NOT || this == CONTAINS_NOT || this == MATCHES_NOT;
    }

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// @return null if there is none of this name
    public static @Nullable Op of(String text) {
      for (Op o : values()) if (o.text().equals(text)) return o;
      return null;
    }
  }

  /// @throws InvalidQuery if a value is too long, there are too many, or a pattern is none
  public Filter {
    values = List.copyOf(values);
    String field = "filters: " + dimension.text();
    if (values.isEmpty() || values.size() > VALUES_MAX) {
      throw new InvalidQuery(field + " must have 1 to " + VALUES_MAX + " values");
    }
    if (dimension.scope() == Dimension.Scope.TIME) {
      throw new InvalidQuery(field + " can't be filtered; use range");
    }
    for (String value : values) {
      if (value.length() > VALUE_MAX_CHARS) {
        throw new InvalidQuery(
            field + " has a value of more than " + VALUE_MAX_CHARS + " characters");
      }
      if (op == Op.MATCHES || op == Op.MATCHES_NOT) checkPattern(field, value);
    }
  }

  private static void checkPattern(String field, String pattern) {
    if (pattern.length() > PATTERN_MAX_CHARS) {
      throw new InvalidQuery(
          field + " has a pattern of more than " + PATTERN_MAX_CHARS + " characters");
    }
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new InvalidQuery(field + " has a pattern that can't be used: " + e.getDescription());
    }
  }

  /// Whether a value is as wanted, for values that are compared here.
  boolean accepts(String value) {
    boolean found = false;
    for (String wanted : values) {
      found |=
          switch (op) {
            case IS, IS_NOT -> wanted.equalsIgnoreCase(value);
            case CONTAINS, CONTAINS_NOT ->
                value.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
            case MATCHES, MATCHES_NOT -> Pattern.compile(wanted).matcher(value).find();
          };
    }
    return found != op.isNegative();
  }
}
