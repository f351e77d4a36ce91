package dev.tippen.event;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The kind of way that led somebody to a page. The order of the constants is part of the storage
/// format: new ones go to the end. (The order in which the rules are asked is that of
/// `enrich.source`; it is the same today.)
public enum Channel {
  /// A page of the own site led here: no way of its own, the visit keeps its channel.
  INTERNAL("Internal"),
  CROSS_NETWORK("Cross-network"),
  PAID_SHOPPING("Paid shopping"),
  PAID_SEARCH("Paid search"),
  PAID_SOCIAL("Paid social"),
  PAID_VIDEO("Paid video"),
  DISPLAY("Display"),
  PAID_OTHER("Paid other"),
  EMAIL("E-mail"),
  AFFILIATES("Affiliates"),
  AUDIO("Audio"),
  SMS("SMS"),
  PUSH("Push"),
  AI_ASSISTANT("AI assistant"),
  ORGANIC_SHOPPING("Organic shopping"),
  ORGANIC_SOCIAL("Organic social"),
  ORGANIC_VIDEO("Organic video"),
  ORGANIC_SEARCH("Organic search"),
  REFERRAL("Referral"),
  DIRECT("Direct");

  private static final Map<String, Channel> BY_TEXT = new HashMap<>();

  static {
    for (Channel channel : values()) BY_TEXT.put(channel.text, channel);
  }

  private final String label;
  private final String text = name().toLowerCase(Locale.ROOT);

  Channel(String label) {
    this.label = label;
  }

  /// The stable spelling in answers, rules and files, such as `paid_search`.
  public String text() {
    return text;
  }

  /// The English name to show, such as `Paid search`.
  public String label() {
    return label;
  }

  /// @return null if no channel is spelled like this
  public static @Nullable Channel ofText(String text) {
    return BY_TEXT.get(text);
  }
}
