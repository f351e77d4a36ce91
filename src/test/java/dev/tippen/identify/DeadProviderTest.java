package dev.tippen.identify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.store.MemoryLookupStore;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/// A source that is down for ten minutes while `-Ddead.perSecond=N` visitors arrive each second,
/// each from an address of his own.
class DeadProviderTest {
  private static final int PER_SECOND = Integer.getInteger("dead.perSecond", 1_000);
  private static final int SECONDS = 600;

  @Test
  void afterTheFirstMinuteAtMostTenCallsAMinuteReachIt() {
    ManualClock clock = new ManualClock("2026-11-22T12:00:00Z");
    FakeProvider provider = new FakeProvider("one").always(FakeProvider.failure());
    Rig rig =
        new Rig(
            clock,
            new MemoryLookupStore(),
            _ -> true,
            new Lookups.Limits(10_000, 1_000, 1_000, 64),
            Rig.source(provider));
    int[] byMinute = new int[SECONDS / 60];
    int address = 0;
    for (int second = 0; second < SECONDS; second++) {
      int before = provider.calls.get();
      for (int tenth = 0; tenth < 10; tenth++) {
        for (int i = 0; i < PER_SECOND / 10; i++) {
          InetAddress a = addressOf(address++);
          rig.lookups.cached(a);
          rig.lookups.request(a, _ -> {});
        }
        rig.run();
        clock.addMs(100);
      }
      byMinute[second / 60] += provider.calls.get() - before;
    }
    assertTrue(byMinute[0] <= 20, "first minute: " + byMinute[0]);
    for (int minute = 1; minute < byMinute.length; minute++) {
      assertTrue(byMinute[minute] <= 10, "minute " + minute + ": " + byMinute[minute]);
      assertTrue(byMinute[minute] >= 1, "it is tried again, minute " + minute);
    }
    provider.always(FakeProvider.acme());
    clock.addMs(30_000);
    for (int i = 0; i < 100; i++) rig.request(addressOf(address++));
    rig.run();
    assertEquals("ready", rig.lookups.sources().getFirst().state(), "one probe closes it");
    assertTrue(rig.last().isFound());
  }

  private static InetAddress addressOf(int i) {
    return InetAddress.ofLiteral(
        (11 + (i >> 24)) + "." + (i >> 16 & 255) + "." + (i >> 8 & 255) + "." + (i & 255));
  }
}
