package dev.tippen.identify;

import dev.tippen.store.LookupStore;
import dev.tippen.store.LookupStore.Counts;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/// Look-ups without threads: a test takes each step itself and moves the clock.
final class Rig {
  static final Allowance PLENTY = new Allowance(1, 1_000_000_000, 1_000_000_000, 60_000_000, 1_000);
  static final InetAddress A = InetAddress.ofLiteral("198.51.100.7");
  static final InetAddress B = InetAddress.ofLiteral("198.51.100.8");

  final ManualClock clock;
  final LookupStore store;
  final Lookups lookups;

  /// What listeners heard, in order.
  final List<Resolution> heard = new ArrayList<>();

  Rig(ManualClock clock, LookupStore store, Source... sources) {
    this(clock, store, _ -> true, new Lookups.Limits(100, 10_000, 1_000, 64), sources);
  }

  Rig(
      ManualClock clock,
      LookupStore store,
      Predicate<InetAddress> mayBeAsked,
      Lookups.Limits limits,
      Source... sources) {
    this.clock = clock;
    this.store = store;
    lookups =
        new Lookups(
            List.of(sources),
            store,
            new PrefixNames(new byte[32]),
            mayBeAsked,
            limits,
            clock,
            new SplittableRandom(1),
            Runnable::run);
  }

  static Source source(Provider provider) {
    return new Source(provider, PLENTY);
  }

  void request(InetAddress address) {
    lookups.request(address, heard::add);
  }

  /// Asks as a visit does, and goes on until nothing moves.
  ///
  /// @return what is known afterwards
  Outcome visit(InetAddress address) {
    Resolution known = lookups.cached(address);
    if (known == null || lookups.isDue(known)) {
      request(address);
      run();
    }
    Resolution now = lookups.peek(address);
    if (now == null) throw new AssertionError("nothing is known about " + address);
    return now.elected();
  }

  void run() {
    while (lookups.step() > 0) {}
  }

  Resolution last() {
    return heard.getLast();
  }

  Counts counts(String source) {
    lookups.saveAndFollow();
    Counts sum = new Counts(0, source, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    for (Counts c : store.counts(0, 1_000_000)) if (c.source().equals(source)) sum = sum.plus(c);
    return sum;
  }
}
