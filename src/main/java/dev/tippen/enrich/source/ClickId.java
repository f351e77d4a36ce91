package dev.tippen.enrich.source;

import org.jspecify.annotations.Nullable;

/// The marks that vendors of advertisements add to addresses. Only which of them is there is kept:
/// their values name a single click.
public enum ClickId {
  GCLID("gclid", "Google", HostKind.SEARCH),
  GBRAID("gbraid", "Google", HostKind.SEARCH),
  WBRAID("wbraid", "Google", HostKind.SEARCH),
  MSCLKID("msclkid", "Bing", HostKind.SEARCH),
  TTCLID("ttclid", "TikTok", HostKind.SOCIAL),
  TWCLID("twclid", "X", HostKind.SOCIAL),
  LI_FAT_ID("li_fat_id", "LinkedIn", HostKind.SOCIAL),
  /// Added to links that nobody paid for, too: says nothing about money.
  FBCLID("fbclid", "Facebook", HostKind.SOCIAL);

  private final String parameter;
  private final KnownHosts.Site vendor;

  ClickId(String parameter, String vendor, HostKind kind) {
    this.parameter = parameter;
    this.vendor = new KnownHosts.Site(vendor, kind);
  }

  /// The name of the parameter, which is also the stable spelling in answers and files.
  public String text() {
    return parameter;
  }

  boolean isPaid() {
    return this != FBCLID;
  }

  KnownHosts.Site vendor() {
    return vendor;
  }

  static @Nullable ClickId ofParameter(String name) {
    return switch (name) {
      case "gclid" -> GCLID;
      case "gbraid" -> GBRAID;
      case "wbraid" -> WBRAID;
      case "msclkid" -> MSCLKID;
      case "ttclid" -> TTCLID;
      case "twclid" -> TWCLID;
      case "li_fat_id" -> LI_FAT_ID;
      case "fbclid" -> FBCLID;
      default -> null;
    };
  }
}
