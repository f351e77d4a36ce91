package dev.tippen.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.config.Config;
import dev.tippen.enrich.address.IpAddress;
import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.support.Events;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A flood from one address or for one key is refused; others don't notice.
class RateLimitsTest {
  private static final ApiKey LOUD = Events.key(1);
  private static final ApiKey QUIET = Events.key(2);

  private final AtomicLong nanos = new AtomicLong();

  private RateLimits limits(Config.RateLimits config) {
    return new RateLimits(config, nanos::get);
  }

  /// 10 a second and 20 at once for a key, 5 and 10 for an address, 100 and 100 in total.
  private RateLimits small() {
    return limits(new Config.RateLimits(true, 10, 20, 5, 10, 100, 100, 100));
  }

  private static @Nullable Refusal address(RateLimits limits, String address) {
    return address(limits, address, 1);
  }

  private static @Nullable Refusal address(RateLimits limits, String address, int events) {
    return limits.address(IpAddress.parse(address), events);
  }

  @Test
  void aKeyThatSendsTooMuchIsToldWhenToComeAgainAndOthersAreNot() {
    RateLimits limits = small();
    for (int i = 0; i < 20; i++) assertNull(limits.key(LOUD));
    Refusal refusal = limits.key(LOUD);
    assertNotNull(refusal);
    assertEquals(Problem.RATE_LIMITED, refusal.problem());
    assertTrue(refusal.retryAfterSeconds() > 0);
    assertNull(limits.key(QUIET));
    nanos.addAndGet(1_000_000_000L);
    for (int i = 0; i < 10; i++) assertNull(limits.key(LOUD));
    assertNotNull(limits.key(LOUD));
  }

  @Test
  void anAddressIsLimitedWithItsIpv6Network() {
    RateLimits limits = small();
    String[] sameNetwork = {"2001:db8:1:2:0:0:0:1", "2001:db8:1:2:ffff:1:2:3"};
    for (int i = 0; i < 10; i++) assertNull(address(limits, sameNetwork[i % 2]));
    assertNotNull(address(limits, sameNetwork[0]));
    assertNotNull(address(limits, sameNetwork[1]));
    assertNull(address(limits, "2001:db8:1:3:0:0:0:1"));
    assertNull(address(limits, "203.0.113.7"));
    assertNull(address(limits, "203.0.113.8"));
  }

  @Test
  void severalEventsOfOneRequestComeInTogetherOrNotAtAll() {
    RateLimits limits = small();
    assertNull(address(limits, "203.0.113.7", 10));
    assertNotNull(address(limits, "203.0.113.7", 2));
    assertNotNull(address(limits, "203.0.113.8", 11));
    assertNull(address(limits, "203.0.113.8", 10));
  }

  @Test
  void thisMachineHasNoLimitOfItsOwn() {
    RateLimits limits = small();
    for (String address :
        new String[] {"127.0.0.1", "127.3.2.1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"}) {
      for (int i = 0; i < 50; i++) assertNull(address(limits, address));
    }
  }

  @Test
  void theTotalHoldsForAllKeysTogetherAndIsNoKeysFault() {
    RateLimits limits = limits(new Config.RateLimits(true, 10, 20, 5, 10, 100, 1, 30));
    for (int i = 0; i < 20; i++) assertNull(limits.key(LOUD));
    for (int i = 0; i < 10; i++) assertNull(limits.key(QUIET));
    for (int i = 0; i < 50; i++) assertNotNull(limits.key(QUIET));
    nanos.addAndGet(5_000_000_000L);
    for (int i = 0; i < 5; i++) assertNull(limits.key(QUIET));
    assertNotNull(limits.key(QUIET));
  }

  @Test
  void theDefaultsLetOneKeyAndOneAddressSendFiveThousandASecondForTenSeconds() {
    RateLimits limits = limits(Config.DEFAULTS.rateLimits());
    for (int i = 0; i < 50_000; i++) {
      nanos.addAndGet(200_000);
      assertNull(address(limits, "203.0.113.7"));
      assertNull(limits.key(LOUD));
    }
  }

  @Test
  void switchedOffNothingIsLimited() {
    RateLimits limits = limits(new Config.RateLimits(false, 1, 1, 1, 1, 1, 1, 1));
    for (int i = 0; i < 100; i++) {
      assertNull(address(limits, "203.0.113.7"));
      assertNull(limits.key(LOUD));
    }
  }

  @Test
  void addressesAreRememberedUpToTheirMaximum() {
    RateLimits limits = limits(new Config.RateLimits(true, 10, 20, 5, 10, 50, 100, 100));
    for (int i = 0; i < 100_000; i++) {
      assertNull(address(limits, "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)));
    }
    assertTrue(limits.addressesRemembered() <= 50, "too many: " + limits.addressesRemembered());
  }
}
