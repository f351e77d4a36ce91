package dev.tippen.enrich.source;

import dev.tippen.event.Channel;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a site's owner knows better than the list of channels: rules that are asked before it, in
/// their order; the first that fits decides. Immutable; safe for all threads.
public final class OwnerRules {
  /// The most rules of a site.
  public static final int MAX_RULES = 100;

  /// No rules.
  public static final OwnerRules NONE = new OwnerRules(List.of());

  /// What a rule looks at. The values of tags are those that decide, without `(not set)` and its
  /// like.
  public enum Field {
    /// Without `www.`.
    REFERRER_HOST,
    UTM_SOURCE,
    UTM_MEDIUM,
    UTM_CAMPAIGN
  }

  /// How it looks, without regard to case.
  public enum Match {
    EQUALS,
    CONTAINS
  }

  /// One rule.
  ///
  /// @param value 1 to [Sources#TAG_MAX_CHARS] characters
  /// @param channel null leaves it to the list
  /// @param name the source's name, 1 to [Sources#TAG_MAX_CHARS] characters; null leaves it
  public record Rule(
      Field field, Match match, String value, @Nullable Channel channel, @Nullable String name) {
    /// @throws IllegalArgumentException if a text is empty or too long, or the rule says nothing
    public Rule {
      value = value.strip().toLowerCase(Locale.ROOT);
      if (value.isEmpty() || value.length() > Sources.TAG_MAX_CHARS) {
        throw new IllegalArgumentException("value of " + value.length() + " characters");
      }
      if (name != null && (name.isBlank() || name.length() > Sources.TAG_MAX_CHARS)) {
        throw new IllegalArgumentException("name of " + name.length() + " characters");
      }
      if (channel == null && name == null) {
        throw new IllegalArgumentException("neither channel nor name");
      }
    }
  }

  private final List<Rule> rules;

  private OwnerRules(List<Rule> rules) {
    this.rules = rules;
  }

  /// @throws IllegalArgumentException if there are more than [#MAX_RULES]
  public static OwnerRules of(List<Rule> rules) {
    if (rules.size() > MAX_RULES) throw new IllegalArgumentException(rules.size() + " rules");
    return rules.isEmpty() ? NONE : new OwnerRules(List.copyOf(rules));
  }

  /// The first rule that fits. All texts in lower case, empty where absent.
  @Nullable Rule first(String referrerHost, String source, String medium, String campaign) {
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      String text =
          switch (rule.field) {
            case REFERRER_HOST -> referrerHost;
            case UTM_SOURCE -> source;
            case UTM_MEDIUM -> medium;
            case UTM_CAMPAIGN -> campaign;
          };
      boolean fits =
          switch (rule.match) {
            case EQUALS -> text.equals(rule.value);
            case CONTAINS -> text.contains(rule.value);
          };
      if (fits) return rule;
    }
    return null;
  }
}
