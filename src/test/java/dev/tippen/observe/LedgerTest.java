package dev.tippen.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.ApiKey;
import dev.tippen.event.Exclusion;
import dev.tippen.event.Problem;
import dev.tippen.observe.Ledger.End;
import dev.tippen.support.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// received = counted + excluded + duplicate + refused + in flight, at every moment.
class LedgerTest {
  private static final List<End> ENDS =
      List.of(
          End.Plain.COUNTED,
          End.Plain.DUPLICATE,
          new End.Excluded(Exclusion.ROBOT),
          new End.Excluded(Exclusion.GPC),
          new End.Refused(Problem.RATE_LIMITED));

  private final Ledger ledger = new Ledger();

  @Test
  void eachEndIsCountedByKeyAndReason() {
    ApiKey key = Events.key(7);
    for (End end : ENDS) {
      ledger.received();
      ledger.ended(key, end);
    }
    ledger.received();
    ledger.ended(null, new End.Refused(Problem.API_KEY_UNKNOWN));
    ledger.received();
    Ledger.Reading r = ledger.read();
    assertEquals(7, r.received());
    assertEquals(1, r.inFlight());
    assertEquals(
        List.of(
            new Ledger.KeyReading(0, 0, 0, Map.of(), Map.of(Problem.API_KEY_UNKNOWN, 1L)),
            new Ledger.KeyReading(
                7,
                1,
                1,
                Map.of(Exclusion.ROBOT, 1L, Exclusion.GPC, 1L),
                Map.of(Problem.RATE_LIMITED, 1L))),
        r.keys());
    assertTrue(r.balanced());
  }

  @Test
  void theEquationHoldsAtEveryMomentWhileManyThreadsCount() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    // Events end on other threads than those that they came in on.
    ConcurrentLinkedQueue<ApiKey> open = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      SplittableRandom random = new SplittableRandom(t);
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                while (!stop.get()) {
                  ledger.received();
                  open.add(Events.key(random.nextInt(1, 5)));
                  ApiKey key = random.nextInt(3) > 0 ? open.poll() : null;
                  if (key != null) ledger.ended(key, ENDS.get(random.nextInt(ENDS.size())));
                }
              }));
    }
    long last = 0;
    for (int i = 0; i < 3_000; i++) {
      Ledger.Reading r = ledger.read();
      assertTrue(r.balanced(), r.toString());
      assertTrue(r.inFlight() >= 0, r.toString());
      assertTrue(r.received() >= last);
      last = r.received();
    }
    stop.set(true);
    for (Thread t : threads) t.join();
    assertEquals(open.size(), ledger.read().inFlight());
  }
}
