package dev.tippen.enrich.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.enrich.source.OwnerRules.Field;
import dev.tippen.enrich.source.OwnerRules.Match;
import dev.tippen.enrich.source.OwnerRules.Rule;
import dev.tippen.event.Channel;
import dev.tippen.golden.GoldenSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What led here, and what an owner may say about it.
class SourcesTest {
  private static final String PAGE = "https://www.acme.example/prices";

  private final Sources sources = new Sources();

  @Test
  void nothingKnownIsDirect() {
    Source direct = new Source(Channel.DIRECT, "", false, Campaign.NONE, null, "");
    assertEquals(direct, of(null, null));
    assertEquals(direct, of("", ""));
    assertEquals(direct, of("not an address", "about:blank"));
  }

  @Test
  void theFirstRuleThatFitsDecides() {
    OwnerRules rules =
        OwnerRules.of(
            List.of(
                rule(Field.UTM_SOURCE, Match.EQUALS, "Partner", Channel.AFFILIATES, null),
                rule(Field.UTM_SOURCE, Match.CONTAINS, "part", Channel.AUDIO, "Never")));
    Source source = of(PAGE + "?utm_source=PARTNER", null, rules);
    assertEquals(Channel.AFFILIATES, source.channel());
    assertEquals("partner", source.name());
    assertEquals("PARTNER", source.campaign().source());
    assertEquals(Channel.AUDIO, of(PAGE + "?utm_source=parts", null, rules).channel());
  }

  @Test
  void aRuleMayOnlyGiveAName() {
    OwnerRules rules =
        OwnerRules.of(List.of(rule(Field.REFERRER_HOST, Match.EQUALS, "google.com", null, "G")));
    Source source = of(PAGE, "https://www.google.com/", rules);
    assertEquals(Channel.ORGANIC_SEARCH, source.channel());
    assertEquals("G", source.name());
  }

  @ParameterizedTest
  @CsvSource({
    "UTM_MEDIUM, EQUALS, mail-shot, '?utm_medium=Mail-Shot', ''",
    "UTM_CAMPAIGN, CONTAINS, spring, '?utm_campaign=2026-Spring', ''",
    "UTM_SOURCE, EQUALS, list, '?ref=list', ''",
    "REFERRER_HOST, EQUALS, news.example, '', 'https://www.news.example/x'",
    "REFERRER_HOST, CONTAINS, news, '', 'https://m.news.example/x'"
  })
  void rulesLookAtTagsAndReferrer(
      Field field, Match match, String value, String query, String referrer) {
    OwnerRules rules = OwnerRules.of(List.of(rule(field, match, value, Channel.EMAIL, "Letter")));
    Source source = of(PAGE + query, referrer, rules);
    assertEquals(Channel.EMAIL, source.channel());
    assertEquals("Letter", source.name());
    assertFalse(
        of(PAGE + "?utm_source=other", "https://other.example/", rules).name().equals("Letter"));
  }

  @Test
  void whatCountsAsAbsentFitsNoRule() {
    OwnerRules rules =
        OwnerRules.of(List.of(rule(Field.UTM_MEDIUM, Match.CONTAINS, "not", Channel.SMS, null)));
    assertEquals(Channel.DIRECT, of(PAGE + "?utm_medium=(not%20set)", null, rules).channel());
  }

  @Test
  void pagesOfTheOwnSiteStayInternalUnlessTheOwnerNamesThem() {
    String own = "https://blog.acme.example/";
    OwnerRules byTag =
        OwnerRules.of(List.of(rule(Field.UTM_SOURCE, Match.EQUALS, "blog", Channel.SMS, null)));
    assertEquals(Channel.INTERNAL, of(PAGE + "?utm_source=blog", own, byTag).channel());
    OwnerRules byHost =
        OwnerRules.of(
            List.of(
                rule(
                    Field.REFERRER_HOST,
                    Match.EQUALS,
                    "blog.acme.example",
                    Channel.REFERRAL,
                    "Blog")));
    Source source = of(PAGE, own, byHost);
    assertEquals(Channel.REFERRAL, source.channel());
    assertEquals("Blog", source.name());
  }

  @Test
  void rulesAreBounded() {
    Rule rule = rule(Field.UTM_SOURCE, Match.EQUALS, "x", Channel.SMS, null);
    List<Rule> many = Collections.nCopies(OwnerRules.MAX_RULES + 1, rule);
    assertThrows(IllegalArgumentException.class, () -> OwnerRules.of(many));
    assertSame(OwnerRules.NONE, OwnerRules.of(List.of()));
    String tooLong = "x".repeat(Sources.TAG_MAX_CHARS + 1);
    for (String value : List.of("", "  ", tooLong)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> rule(Field.UTM_SOURCE, Match.EQUALS, value, Channel.SMS, null));
      assertThrows(
          IllegalArgumentException.class,
          () -> rule(Field.UTM_SOURCE, Match.EQUALS, "x", Channel.SMS, value));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> rule(Field.UTM_SOURCE, Match.EQUALS, "x", null, null));
  }

  @Test
  void onlySoManyOwnHostsAreTaken() {
    OwnHosts hosts =
        OwnHosts.of(
            IntStream.rangeClosed(0, OwnHosts.MAX_HOSTS)
                .mapToObj(i -> "h" + i + ".example")
                .toList());
    assertTrue(hosts.cover("shop.h0.example"));
    assertFalse(hosts.cover("h" + OwnHosts.MAX_HOSTS + ".example"));
    assertSame(OwnHosts.NONE, OwnHosts.of(List.of("", "a b", "https://x")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://google.com.evil.example/",
        "https://notgoogle.com/",
        "https://google.example/",
        "https://google.com.de/",
        "https://evil-google.com/",
        "https://google.com@evil.example/",
        "https://mygoogle.co.uk/",
        "android-app://x.google.com/"
      })
  void whatOnlyLooksLikeAKnownHostIsNone(String referrer) {
    assertEquals(Channel.REFERRAL, of(PAGE, referrer).channel());
  }

  @Test
  void referrerSpamIsMarkedAndKept() {
    Source source = of(PAGE, "http://www.semalt.com/x");
    assertTrue(source.spam());
    assertEquals("semalt.com", source.name());
    assertEquals(Channel.REFERRAL, source.channel());
    assertFalse(of(PAGE, "https://notsemalt.com/").spam());
  }

  @ParameterizedTest
  @CsvSource({
    "https://acme.example, /",
    "https://acme.example?x=1, /",
    "https://acme.example/a/b?x=1#c, /a/b",
    "https://acme.example/a#b?c, /a",
    "/only/a/path, ''"
  })
  void theLandingPathHasNeitherQueryNorFragment(String url, String path) {
    assertEquals(path, of(url, null).landingPath());
  }

  @Test
  void theFirstClickIdOfTheListIsNamedAndItsValueIsNotKept() {
    Source source = of(PAGE + "?fbclid=secret1&gclid=secret2", null);
    assertEquals(ClickId.GCLID, source.clickId());
    assertFalse(source.toString().contains("secret"));
    assertNull(of(PAGE + "?gclid=&GCLID=x", null).clickId());
  }

  @Test
  void tagsAreCutBetweenCharacters() {
    String tag = "x".repeat(Sources.TAG_MAX_CHARS - 1) + "%F0%9F%98%80";
    String stored = of(PAGE + "?utm_source=" + tag, null).campaign().source();
    assertEquals("x".repeat(Sources.TAG_MAX_CHARS - 1), stored);
  }

  @Test
  void anyTextHasASourceAndTextsStayBounded() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    List<String> parts =
        GoldenSet.read("sources.tsv").stream()
            .flatMap(golden ->
                List.of((golden.get("url") + "§" + golden.get("referrer")).split("(?<=[/?&=.:§])"))
                    .stream())
            .distinct()
            .toList();
    Sources other = new Sources();
    for (int round = 0; round < 30_000; round++) {
      String url = random.nextInt(20) == 0 ? null : address(random, parts);
      String referrer = random.nextInt(4) == 0 ? null : address(random, parts);
      OwnHosts own = OwnHosts.of(List.of(parts.get(random.nextInt(parts.size()))));
      String what = "seed " + seed + ": " + url + " from " + referrer;
      try {
        Source source = sources.of(url, referrer, own, OwnerRules.NONE);
        assertEquals(other.of(url, referrer, own, OwnerRules.NONE), source, what);
        assertBounded(source, what);
      } catch (RuntimeException e) {
        throw new AssertionError(what, e);
      }
    }
  }

  private static void assertBounded(Source source, String what) {
    Campaign campaign = source.campaign();
    for (String text :
        List.of(
            source.name(),
            campaign.source(),
            campaign.medium(),
            campaign.campaign(),
            campaign.term(),
            campaign.content())) {
      assertTrue(text.length() <= Sources.TAG_MAX_CHARS, what);
      assertTrue(text.chars().noneMatch(Character::isISOControl), what);
    }
    assertTrue(source.landingPath().length() <= Sources.PATH_MAX_CHARS, what);
    boolean nameless = source.channel() == Channel.INTERNAL || source.channel() == Channel.DIRECT;
    if (nameless) assertEquals("", source.name(), what);
  }

  private static String address(Random random, List<String> parts) {
    var text = new StringBuilder(random.nextInt(4) == 0 ? "" : "https://");
    for (int i = random.nextInt(14); i > 0; i--) {
      if (random.nextInt(6) == 0) text.append((char) random.nextInt(0x3000));
      if (random.nextInt(30) == 0) text.append("x".repeat(random.nextInt(600)));
      text.append(parts.get(random.nextInt(parts.size())));
    }
    return text.toString();
  }

  private Source of(@Nullable String url, @Nullable String referrer) {
    return of(url, referrer, OwnerRules.NONE);
  }

  private Source of(@Nullable String url, @Nullable String referrer, OwnerRules rules) {
    return sources.of(url, referrer, OwnHosts.NONE, rules);
  }

  private static Rule rule(
      Field field, Match match, String value, @Nullable Channel channel, @Nullable String name) {
    return new Rule(field, match, value, channel, name);
  }
}
