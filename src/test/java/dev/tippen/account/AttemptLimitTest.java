package dev.tippen.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.account.AccountsRig.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class AttemptLimitTest {
  private final TestClock clock = new TestClock();
  private final AttemptLimit limit = new AttemptLimit(3, Duration.ofMinutes(15), clock);

  @Test
  void windowSlides() {
    assertEquals(0, limit.claim("a"));
    clock.advance(Duration.ofMinutes(5));
    assertEquals(0, limit.claim("a"));
    assertEquals(0, limit.claim("a"));
    assertEquals(600, limit.claim("a"));
    assertEquals(0, limit.claim("b"));
    clock.advance(Duration.ofMillis(599_500));
    assertEquals(1, limit.claim("a"));
    clock.advance(Duration.ofMillis(500));
    assertEquals(0, limit.claim("a"));
    assertEquals(300, limit.claim("a"));
  }

  @Test
  void releasedAttemptsDoNotCount() {
    for (int i = 0; i < 20; i++) {
      assertEquals(0, limit.claim("a"));
      limit.release("a");
    }
    limit.release("never claimed");
  }

  @Test
  void attemptsAtTheSameTimeDoNotSlipThrough() throws Exception {
    List<Callable<Integer>> claims = new ArrayList<>();
    for (int i = 0; i < 100; i++) claims.add(() -> limit.claim("a"));
    int allowed = 0;
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var claim : threads.invokeAll(claims)) if (claim.get() == 0) allowed++;
    }
    assertEquals(3, allowed);
  }

  @Test
  void ipv6CountsByNetwork() {
    assertEquals(Accounts.network("2001:db8:1:2::1"), Accounts.network("2001:db8:1:2:ffff::9"));
    assertTrue(!Accounts.network("2001:db8:1:2::1").equals(Accounts.network("2001:db8:1:3::1")));
    assertTrue(!Accounts.network("192.0.2.1").equals(Accounts.network("192.0.2.2")));
    assertEquals(Accounts.network("192.0.2.1"), Accounts.network("::ffff:192.0.2.1"));
    assertTrue(Accounts.network("x".repeat(10_000)).length() < 50);
  }
}
