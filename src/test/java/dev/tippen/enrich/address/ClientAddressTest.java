package dev.tippen.enrich.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.enrich.address.ClientAddress.Client;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
  private static final String XFF = "X-Forwarded-For";
  private static final List<String> PROXIES = List.of("10.0.0.0/8", "2001:db8:ffff::/48");

  private static Client client(String header, String peer, String... values) {
    Map<String, List<String>> headers = Map.of(header, List.of(values));
    return new ClientAddress(PROXIES, header).of(peer, h -> headers.getOrDefault(h, List.of()));
  }

  private static String found(String header, String peer, String... values) {
    return String.valueOf(client(header, peer, values).address());
  }

  @Test
  void whoIsNoTrustedProxySpeaksForItselfOnly() {
    assertEquals("203.0.113.9", found(XFF, "203.0.113.9", "198.51.100.1"));
    assertFalse(client(XFF, "203.0.113.9", "198.51.100.1").throughTrustedProxy());
    Client none =
        new ClientAddress(List.of(), XFF)
            .of(
                "10.0.0.1",
                h -> {
                  throw new AssertionError("no header is read without trusted proxies");
                });
    assertEquals("10.0.0.1", String.valueOf(none.address()));
  }

  @Test
  void theFirstFromTheRightThatIsNoProxyIsTheClient() {
    assertEquals("198.51.100.1", found(XFF, "10.0.0.1", "198.51.100.1"));
    assertEquals("198.51.100.1", found(XFF, "10.0.0.1", "192.0.2.66, 198.51.100.1"));
    assertEquals("198.51.100.1", found(XFF, "10.0.0.1", "evil, 198.51.100.1, 10.1.1.1,10.2.2.2"));
    assertEquals("198.51.100.1", found(XFF, "10.0.0.1", "192.0.2.66", "198.51.100.1", "10.9.9.9"));
    assertEquals("2001:db8::7", found(XFF, "2001:db8:ffff::1", "2001:DB8::7"));
    assertTrue(client(XFF, "10.0.0.1", "198.51.100.1").throughTrustedProxy());
  }

  @Test
  void aQuoteLeftOpenByAStrangerHidesNothing() {
    assertEquals(
        "198.51.100.1", found("Forwarded", "10.0.0.1", "for=\"evil, for=198.51.100.1;proto=https"));
    assertEquals(
        "198.51.100.1", found("Forwarded", "10.0.0.1", "for=\"a\\\", for=\"198.51.100.1:99\""));
  }

  @Test
  void forwardedIsReadAsItsStandardSays() {
    assertEquals(
        "2001:db8::7",
        found("Forwarded", "10.0.0.1", "for=192.0.2.66, proto=https; For=\"[2001:db8::7]:4711\""));
    assertEquals("198.51.100.1", found("Forwarded", "10.0.0.1", "by=10.0.0.1;for=198.51.100.1"));
  }

  @Test
  void whatNobodyKnowsEndsTheWalk() {
    assertEquals("10.0.0.1", found("Forwarded", "10.0.0.1", "for=198.51.100.1, for=unknown"));
    assertEquals("10.3.3.3", found(XFF, "10.0.0.1", "198.51.100.1, garbage, 10.3.3.3"));
    assertEquals("10.0.0.1", found(XFF, "10.0.0.1"));
  }

  @Test
  void anUnknownPeerIsNobody() {
    assertNull(client(XFF, "a/unix/socket", "198.51.100.1").address());
    assertNull(new ClientAddress(PROXIES, XFF).of(null, h -> List.of()).address());
    assertThrows(IllegalArgumentException.class, () -> new ClientAddress(List.of("10.1"), XFF));
  }

  @Test
  void noTextMakesItFail() {
    Random random = new Random(4);
    String letters = "0129af:.,;\"\\=[]% forFOR_";
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(40);
      for (int c = 0; c < length; c++)
        text.append(letters.charAt(random.nextInt(letters.length())));
      client(i % 2 == 0 ? XFF : "Forwarded", "10.0.0.1", text.toString());
    }
  }
}
