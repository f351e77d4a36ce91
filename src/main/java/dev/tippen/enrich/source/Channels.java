package dev.tippen.enrich.source;

import dev.tippen.event.Channel;
import org.jspecify.annotations.Nullable;

/// The ordered list of channels: the first rule that fits decides. After the public definition of
/// default channel groups (https://support.google.com/analytics/answer/9756891), with AI assistants
/// added and with what a link says about itself before what its host is.
final class Channels {
  private Channels() {}

  /// @param source of the tags, lower case, empty if absent; as the other texts
  /// @param kind of the site that sent the visitor, null if it is not known
  /// @param known whether any source is known: a tag, a referrer or a click id
  static Channel of(
      String source,
      String medium,
      String campaign,
      @Nullable HostKind kind,
      @Nullable ClickId click,
      boolean known) {
    boolean paid = isPaid(medium) || click != null && click.isPaid();
    if (campaign.contains("cross-network")) return Channel.CROSS_NETWORK;
    if (paid && (kind == HostKind.SHOPPING || isShopping(campaign))) return Channel.PAID_SHOPPING;
    if (paid && kind == HostKind.SEARCH || isOf(click, HostKind.SEARCH)) return Channel.PAID_SEARCH;
    if (paid && (kind == HostKind.SOCIAL || isOf(click, HostKind.SOCIAL))) {
      return Channel.PAID_SOCIAL;
    }
    if (paid && kind == HostKind.VIDEO) return Channel.PAID_VIDEO;
    if (isDisplay(medium)) return Channel.DISPLAY;
    if (paid) return Channel.PAID_OTHER;
    if (isEmail(source) || isEmail(medium) || kind == HostKind.EMAIL) return Channel.EMAIL;
    if (medium.equals("affiliate")) return Channel.AFFILIATES;
    if (medium.equals("audio")) return Channel.AUDIO;
    if (source.equals("sms") || medium.equals("sms")) return Channel.SMS;
    if (isPush(source, medium)) return Channel.PUSH;
    if (kind == HostKind.AI) return Channel.AI_ASSISTANT;
    if (kind == HostKind.SHOPPING) return Channel.ORGANIC_SHOPPING;
    if (kind == HostKind.SOCIAL || isSocial(medium)) return Channel.ORGANIC_SOCIAL;
    if (kind == HostKind.VIDEO || medium.contains("video")) return Channel.ORGANIC_VIDEO;
    if (kind == HostKind.SEARCH || medium.equals("organic")) return Channel.ORGANIC_SEARCH;
    if (known || isReferral(medium)) return Channel.REFERRAL;
    return Channel.DIRECT;
  }

  private static boolean isOf(@Nullable ClickId click, HostKind kind) {
    return click != null && click.isPaid() && click.vendor().kind() == kind;
  }

  private static boolean isPaid(String medium) {
    return medium.startsWith("cp")
        || medium.startsWith("paid")
        || medium.equals("ppc")
        || medium.equals("retargeting");
  }

  private static boolean isShopping(String campaign) {
    if (campaign.contains("shopping")) return true;
    for (int at = campaign.indexOf("shop"); at >= 0; at = campaign.indexOf("shop", at + 1)) {
      char before = at == 0 ? ' ' : campaign.charAt(at - 1);
      if (before == 'e' || !Character.isLetter(before)) return true;
    }
    return false;
  }

  private static boolean isDisplay(String medium) {
    return switch (medium) {
      case "display", "banner", "expandable", "interstitial", "cpm" -> true;
      default -> false;
    };
  }

  private static boolean isEmail(String text) {
    return switch (text) {
      case "email", "e-mail", "e_mail", "e mail", "newsletter" -> true;
      default -> false;
    };
  }

  private static boolean isPush(String source, String medium) {
    return medium.endsWith("push")
        || medium.contains("notification")
        || source.equals("firebase")
        || source.equals("notification");
  }

  private static boolean isSocial(String medium) {
    return switch (medium) {
      case "social",
          "social-network",
          "social-media",
          "sm",
          "social network",
          "social media",
          "social_network",
          "social_media" ->
          true;
      default -> false;
    };
  }

  private static boolean isReferral(String medium) {
    return medium.equals("referral") || medium.equals("app") || medium.equals("link");
  }
}
