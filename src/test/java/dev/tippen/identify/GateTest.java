package dev.tippen.identify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// When a source may be asked.
class GateTest {
  private final ManualClock clock = new ManualClock("2026-11-22T12:00:00Z");

  private Gate gate(Allowance allowance) {
    return new Gate("One", allowance, new Budget(allowance, 0, 0, clock.millis()), clock);
  }

  // ---------------------------------------------------------------- breaker

  @Test
  void aFailingSourceIsLeftAloneAfterTenCallsAndProbedOneByOne() {
    Breaker breaker = new Breaker();
    int reached = 0;
    for (int i = 0; i < 200; i++) {
      if (!breaker.tryStart(0)) continue;
      reached++;
      breaker.done(true, 0);
    }
    assertEquals(10, reached);
    assertTrue(breaker.isOpen());
    assertFalse(breaker.tryStart(1_999));
    assertTrue(breaker.tryStart(2_000));
    assertFalse(breaker.tryStart(2_000), "one probe at a time");
    breaker.done(true, 2_000);
    assertFalse(breaker.tryStart(5_999), "twice as long");
    assertTrue(breaker.tryStart(6_000));
    breaker.done(false, 6_000);
    assertFalse(breaker.isOpen());
    for (int i = 0; i < 5; i++) assertTrue(breaker.tryStart(6_000), "as new");
  }

  @Test
  void atOnceStartedCallsAreNoFlood() {
    Breaker breaker = new Breaker();
    int reached = 0;
    for (int round = 0; round < 20; round++) {
      int running = 0;
      while (running < 8 && breaker.tryStart(0)) running++;
      reached += running;
      for (int i = 0; i < running; i++) breaker.done(true, 0);
    }
    assertTrue(reached <= 10, "reached " + reached);
  }

  @Test
  void theLongestRestIsHalfAMinute() {
    Breaker breaker = new Breaker();
    long now = 0;
    for (int i = 0; i < 10; i++) {
      assertTrue(breaker.tryStart(now));
      breaker.done(true, now);
    }
    for (int i = 0; i < 10; i++) {
      now += 30_000;
      assertTrue(breaker.tryStart(now));
      breaker.done(true, now);
    }
    assertEquals(now + 30_000, breaker.openUntilMs());
  }

  @Test
  void someFailuresAmongManyAreNoReason() {
    Breaker breaker = new Breaker();
    for (int i = 0; i < 1_000; i++) {
      assertTrue(breaker.tryStart(0));
      breaker.done(i % 5 >= 3, 0);
    }
    assertFalse(breaker.isOpen());
  }

  /// 404, 429 and 202 are answers of a source in good health.
  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"NOT_FOUND", "PENDING"})
  void answersAreNoFailures(Status status) throws Exception {
    Gate gate = gate(Rig.PLENTY);
    for (int i = 0; i < 100; i++) {
      assertNull(gate.enter(0));
      gate.leave(Answer.of(status, "x"));
    }
    assertEquals("ready", gate.health().state());
  }

  // ---------------------------------------------------------------- budget, against a plain model

  @Test
  void theBudgetIsNeverExceededWhateverComes() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 200; round++) {
      Allowance a = new Allowance(1, 1 + random.nextInt(20), 1 + random.nextInt(60), 60_000, 8);
      long now = clock.millis();
      Budget budget = new Budget(a, 0, 0, now);
      java.util.Map<String, Integer> used = new java.util.HashMap<>();
      for (int i = 0; i < 300; i++) {
        now += random.nextInt(7_200_000);
        String day = Budget.utcDay(now).toString();
        int credits = random.nextInt(4);
        int today = used.getOrDefault(day, 0);
        int month = used.getOrDefault(day.substring(0, 7), 0);
        boolean fits =
            credits == 0
                || today + credits <= a.dailyMaxCredits()
                    && month + credits <= a.monthlyMaxCredits();
        assertEquals(fits, budget.tryTake(credits, now), "round " + round + " step " + i);
        if (fits) {
          used.merge(day, credits, Integer::sum);
          used.merge(day.substring(0, 7), credits, Integer::sum);
        }
        assertEquals(used.getOrDefault(day, 0).longValue(), budget.dayCredits(now));
        assertEquals(
            used.getOrDefault(day.substring(0, 7), 0).longValue(), budget.monthCredits(now));
      }
    }
  }

  @Test
  void aWarningComesOnceADayAtFourFifths() {
    Budget budget = new Budget(new Allowance(1, 10, 1_000, 60_000, 8), 0, 0, clock.millis());
    for (int i = 0; i < 7; i++) assertTrue(budget.tryTake(1, clock.millis()));
    assertFalse(budget.isWarningDue(clock.millis()));
    assertTrue(budget.tryTake(1, clock.millis()));
    assertTrue(budget.isWarningDue(clock.millis()));
    assertFalse(budget.isWarningDue(clock.millis()));
    clock.add(Duration.ofDays(1));
    assertFalse(budget.isWarningDue(clock.millis()));
  }

  @Test
  void aClockThatIsSetBackBringsNoCreditsBack() {
    Budget budget = new Budget(new Allowance(1, 2, 100, 60_000, 8), 0, 0, clock.millis());
    assertTrue(budget.tryTake(2, clock.millis()));
    assertFalse(budget.tryTake(1, clock.millis() - Duration.ofDays(1).toMillis()));
    assertFalse(budget.tryTake(1, clock.millis()));
  }

  // ---------------------------------------------------------------- pace, calls at a time

  @Test
  void callsAMinuteAreLimitedInTheLongRun() {
    Pace pace = new Pace(60);
    int allowed = 0;
    for (long now = 0; now < 600_000; now += 10) if (pace.tryTake(now) == 0) allowed++;
    assertTrue(allowed >= 600 && allowed <= 606, "allowed " + allowed);
    assertEquals(0, pace.tryTake(700_000));
    for (int i = 0; i < 10; i++) pace.tryTake(700_000);
    long wait = pace.tryTake(700_000);
    assertTrue(wait > 0);
    assertEquals(0, pace.tryTake(700_000 + wait));
  }

  @Test
  void soManyCallsRunAtATime() throws Exception {
    Gate gate = gate(new Allowance(0, 1, 1, 60_000_000, 3));
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(50);
    for (int i = 0; i < 50; i++) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              if (gate.enter(30_000) != null) return;
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              Thread.sleep(2);
              running.decrementAndGet();
              gate.leave(Answer.of(Status.NOT_FOUND, "x"));
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            } finally {
              done.countDown();
            }
          });
    }
    done.await();
    assertEquals(3, most.get());
    assertEquals(0, gate.health().running());
  }

  @Test
  void whoWaitsTooLongIsTurnedAway() throws Exception {
    Gate gate = gate(new Allowance(1, 100, 100, 60_000_000, 1));
    assertNull(gate.enter(0));
    Gate.Refusal refusal = gate.enter(20);
    assertNotNull(refusal);
    assertEquals(Status.RATE_LIMITED, refusal.status());
    gate.leave(Answer.of(Status.NOT_FOUND, "x"));
    assertNull(gate.enter(0));
  }
}
