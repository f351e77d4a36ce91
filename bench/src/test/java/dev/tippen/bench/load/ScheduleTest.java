package dev.tippen.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static List<Long> times(int thread, int threads, int count) {
    Schedule schedule = new Schedule(500, 1_000_000, thread, threads);
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      times.add(schedule.nextNs());
      schedule.sent();
    }
    return times;
  }

  @Test
  void timesAreEvenlySpacedOverAllThreads() {
    assertEquals(List.of(500L, 1_500L, 2_500L, 3_500L), times(0, 1, 4));
    assertEquals(List.of(500L, 2_500L, 4_500L), times(0, 2, 3));
    assertEquals(List.of(1_500L, 3_500L, 5_500L), times(1, 2, 3));
  }

  @Test
  void roundingDoesNotAddUp() {
    Schedule schedule = new Schedule(0, 3, 0, 1);
    for (int i = 0; i < 3_000_000; i++) schedule.sent();
    assertEquals(1_000_000_000_000_000L, schedule.nextNs());
  }

  @Test
  void whatWasDueAndNotSentIsCounted() {
    Schedule schedule = new Schedule(0, 1_000_000, 0, 1);
    assertEquals(0, schedule.missedBefore(0));
    assertEquals(1, schedule.missedBefore(1));
    assertEquals(10, schedule.missedBefore(10_000));
    assertEquals(11, schedule.missedBefore(10_001));
    for (int i = 0; i < 4; i++) schedule.sent();
    assertEquals(6, schedule.missedBefore(10_000));
    assertEquals(0, schedule.missedBefore(2_000));
  }
}
