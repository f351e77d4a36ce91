package dev.tippen.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tippen.event.TrackedEvent.Company;
import dev.tippen.event.CompanySource;
import dev.tippen.event.UrlHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnrichmentTest {
  private final Enrichment enrichment = new Enrichment();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0 | Mac - Edge",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 | Windows - Chrome",
        "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0 | Linux - Firefox",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1 | iPhone - Safari",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0 Mobile/15E148 Safari/604.1 | iPhone - Chrome",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/143.0 Mobile/15E148 Safari/605.1.15 | iPhone - Firefox",
        "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) EdgiOS/141.0 Mobile/15E148 Safari/605.1.15 | iPad - Edge",
        "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36 EdgA/141.0 | Android - Edge",
        "curl/8.5.0 | Unknown Device - Unknown Browser"
      })
  void deviceStringNamesDeviceAndBrowser(String userAgent, String device) {
    assertEquals(device, enrichment.device(userAgent));
  }

  @Test
  void noUserAgentIsNoDevice() {
    assertNull(enrichment.device(null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "https://www.example.com/a?b#c | www.example.com",
        "http://EXAMPLE.com:8080/ | example.com",
        "https://user:secret@example.com/ | example.com",
        "https://[2001:db8::1]:443/ | [2001:db8::1]",
        "example.com/no-scheme | null",
        "javascript:alert(1) | null",
        "https:// | null",
        "https:///path | null",
        "null | null"
      })
  void hostOfAnAddress(String url, String host) {
    assertEquals(host, UrlHost.of(url));
  }

  @Test
  void theFallbackLabelDropsOnlyALeadingWww() {
    assertEquals(
        new Company("example.com Visitor", CompanySource.FALLBACK),
        enrichment.company(null, "https://www.example.com/"));
    assertEquals(
        new Company("my.www.example.com Visitor", CompanySource.FALLBACK),
        enrichment.company(null, "https://my.www.example.com/"));
    assertNull(enrichment.company(null, null));
    assertEquals(
        new Company("Acme", CompanySource.IDENTIFIED),
        enrichment.company("Acme", "https://www.example.com/"));
  }
}
