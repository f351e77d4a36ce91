package dev.tippen.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whose name is it? By the examples of publicsuffix.org and the traps among them.
class PublicSuffixesTest {
  @ParameterizedTest
  @CsvSource({
    "acme.com, acme.com",
    "mail.eu.acme.com, acme.com",
    "WWW.Acme.CO.UK, acme.co.uk",
    "acme.com.au, acme.com.au",
    "acme.com., acme.com",
    "b.c.kawasaki.jp, b.c.kawasaki.jp",
    "a.b.c.kawasaki.jp, b.c.kawasaki.jp",
    "www.city.kawasaki.jp, city.kawasaki.jp",
    "acme.unlisted, acme.unlisted",
    "www.acme.unlisted, acme.unlisted",
    "bücher.de, xn--bcher-kva.de",
    "食狮.公司.cn, xn--85x722f.xn--55qx5d.cn",
    "ec2-203-0-113-1.compute-1.amazonaws.com, amazonaws.com",
    "acme.github.io, github.io"
  })
  void theRegisteredName(String host, String domain) {
    assertEquals(domain, PublicSuffixes.registrableDomain(host));
  }

  @ParameterizedTest
  @CsvSource({
    "acme.github.io, acme.github.io",
    "www.acme.github.io, acme.github.io",
    "shop.acme.co.uk, acme.co.uk",
    "acme.blogspot.com, acme.blogspot.com"
  })
  void thePrivateSectionSeparatesThoseWhoShareAName(String host, String domain) {
    assertEquals(domain, PublicSuffixes.registrableDomain(host, true));
  }

  @ParameterizedTest
  @CsvSource({
    "com",
    "co.uk",
    "c.kawasaki.jp",
    "203.0.113.1",
    "[2001:db8::1]",
    "localhost",
    "a b.com",
    "''",
    "a..com",
    "-",
    "."
  })
  void whatNobodyRegisteredHasNone(String host) {
    assertNull(PublicSuffixes.registrableDomain(host));
  }

  @Test
  void aSuffixThatOthersHandOutIsNoNameOfASite() {
    assertNull(PublicSuffixes.registrableDomain("github.io", true));
  }

  @Test
  void endingsOfCountriesAreSuffixes() {
    assertTrue(PublicSuffixes.isSuffix("co.uk"));
    assertTrue(PublicSuffixes.isSuffix("com.br"));
    assertFalse(PublicSuffixes.isSuffix("acme.uk"));
    // Handed out by a company, not by a country.
    assertFalse(PublicSuffixes.isSuffix("com.de"));
  }

  @Test
  void anyTextIsAnsweredWithANameOfTwoLabelsOrNone() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    String alphabet = "ab.-_A:/[]%ß公\u0000 \ud800com.co.uk";
    for (int round = 0; round < 20_000; round++) {
      var host = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        host.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String domain = PublicSuffixes.registrableDomain(host.toString(), random.nextBoolean());
      if (domain == null) continue;
      assertTrue(domain.indexOf('.') > 0, () -> "seed " + seed + ": " + host + " " + domain);
      assertEquals(domain, HostName.of(domain), () -> "seed " + seed);
    }
  }
}
