package dev.tippen.enrich.source;

import dev.tippen.domain.HostName;
import dev.tippen.domain.PublicSuffixes;
import dev.tippen.enrich.source.KnownHosts.Site;
import dev.tippen.enrich.source.OwnerRules.Rule;
import dev.tippen.event.Channel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What led somebody to a page, by its address and its referrer. Bounded local work; never throws,
/// whatever the texts. Safe for all threads.
public final class Sources {
  /// Of a tag and of a source's name.
  public static final int TAG_MAX_CHARS = 200;

  /// Of the path of a landing page.
  public static final int PATH_MAX_CHARS = 512;

  private final KnownHosts knownHosts = new KnownHosts();

  /// @param pageUrl the page that was opened
  /// @param referrer as the browser says it; what is no absolute address counts as none
  /// @param ownHosts of the site, beside that of the page
  public Source of(
      @Nullable String pageUrl,
      @Nullable String referrer,
      OwnHosts ownHosts,
      OwnerRules ownerRules) {
    WebAddress page = WebAddress.of(pageUrl);
    WebAddress from = WebAddress.of(referrer);
    Tags tags = Tags.of(pageUrl);
    Campaign campaign = tags.campaign();
    ClickId click = tags.clickId();
    String path = page == null ? "" : page.path(PATH_MAX_CHARS);
    boolean spam = from != null && !from.app() && knownHosts.isSpam(from.host());

    String source = deciding(campaign.source());
    String medium = deciding(campaign.medium());
    String name = deciding(campaign.campaign());
    String host = from == null ? "" : HostName.withoutWww(from.host());
    Rule rule = ownerRules.first(host, source, medium, name);
    boolean own = from != null && isOwn(from, page, ownHosts);
    // An owner who names one of the own hosts means it; a tag on an own link decides nothing.
    if (own && (rule == null || rule.field() != OwnerRules.Field.REFERRER_HOST)) {
      return new Source(Channel.INTERNAL, "", spam, campaign, click, path);
    }

    Site tagged = source.isEmpty() ? null : knownHosts.ofName(source);
    Site sender = from == null ? null : sender(from);
    Site site = tagged != null ? tagged : sender != null ? sender : vendor(click);
    boolean known = !source.isEmpty() || from != null || click != null;
    Channel channel = rule == null ? null : rule.channel();
    if (channel == null) {
      HostKind kind = site == null ? null : site.kind();
      channel = Channels.of(source, medium, name, kind, click, known);
    }
    String shown = rule == null ? null : rule.name();
    if (shown == null) {
      shown = channel == Channel.DIRECT ? "" : shown(source, tagged, host, sender, click);
    }
    return new Source(channel, shown, spam, campaign, click, path);
  }

  private @Nullable Site sender(WebAddress from) {
    return from.app() ? knownHosts.ofApp(from.host()) : knownHosts.ofHost(from.host());
  }

  private static @Nullable Site vendor(@Nullable ClickId click) {
    return click == null ? null : click.vendor();
  }

  private static String shown(
      String source,
      @Nullable Site tagged,
      String host,
      @Nullable Site sender,
      @Nullable ClickId click) {
    if (!source.isEmpty()) {
      return tagged != null && !tagged.name().isEmpty()
          ? tagged.name()
          : HostName.withoutWww(source);
    }
    if (!host.isEmpty()) {
      String name = sender != null && !sender.name().isEmpty() ? sender.name() : host;
      return name.length() > TAG_MAX_CHARS ? name.substring(0, TAG_MAX_CHARS) : name;
    }
    return click == null ? "" : click.vendor().name();
  }

  /// What tools write where they know nothing counts as nothing.
  private static String deciding(String tag) {
    if (tag.isEmpty()) return "";
    String lower = tag.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "(not set)", "(none)", "(direct)" -> "";
      default -> lower.length() > TAG_MAX_CHARS ? lower.substring(0, TAG_MAX_CHARS) : lower;
    };
  }

  private static boolean isOwn(WebAddress from, @Nullable WebAddress page, OwnHosts ownHosts) {
    if (from.app()) return false;
    String host = from.host();
    if (ownHosts.cover(host)) return true;
    if (page == null) return false;
    if (host.equals(page.host())) return true;
    // Names below one registered name share their last two labels: the list is asked only then.
    if (!sameEnd(host, page.host())) return false;
    String domain = PublicSuffixes.registrableDomain(page.host(), true);
    return domain != null && HostName.isWithin(host, domain);
  }

  private static boolean sameEnd(String a, String b) {
    int dots = 0;
    for (int i = a.length() - 1, j = b.length() - 1; ; i--, j--) {
      boolean aBorder = i < 0 || a.charAt(i) == '.';
      boolean bBorder = j < 0 || b.charAt(j) == '.';
      if (aBorder != bBorder) return false;
      if (aBorder) {
        if (++dots == 2) return true;
        if (i < 0 || j < 0) return false;
      } else if (a.charAt(i) != b.charAt(j)) {
        return false;
      }
    }
  }
}
