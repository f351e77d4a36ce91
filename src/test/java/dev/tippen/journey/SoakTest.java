package dev.tippen.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.journey.WatchedServer.Vitals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ten minutes at 70 % of what this machine can do: what the server holds does not grow with what
/// it has done. Run by `./tippen check --long`; `-Dsoak.minutes=N` for another length.
///
/// Growth is the slope of a straight line through the readings, without the first fifth: caches and
/// the memory of recent event ids fill up then. That memory goes up and down by some 50 MB for
/// good, hence the limit for the heap.
@Tag("long")
class SoakTest {
  private static final int MINUTES = Integer.getInteger("soak.minutes", 10);
  private static final int SECONDS_A_READING = 15;
  private static final int CONNECTIONS = 256;
  private static final int VISITORS = 20_000;
  private static final int PEAK_SECONDS = 15;
  private static final double SHARE_OF_PEAK = 0.7;
  private static final int QUEUE_MAX_EVENTS = 65_536;

  private static final double HEAP_GROWTH_MAX_BYTES = 64e6;
  private static final double FILES_GROWTH_MAX = 16;
  private static final double THREADS_GROWTH_MAX = 4;

  @TempDir Path folder;

  @Test
  void whatTheServerHoldsDoesNotGrow() throws Exception {
    try (WatchedServer server = WatchedServer.start(data(), QUEUE_MAX_EVENTS, 0);
        OpenLoop load = load(server)) {
      double peak = peak(load);
      double rate = SHARE_OF_PEAK * peak;
      System.out.printf(
          "soak: %d minutes at %.0f/s, 70 %% of the peak of %.0f/s%n", MINUTES, rate, peak);
      long began = System.nanoTime();
      long alreadyAcknowledged = load.acknowledged();
      List<Vitals> readings = readings(server, load, rate, MINUTES * 60 / SECONDS_A_READING);
      double seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf(
          "soak: %.0f/s stored%n", (load.acknowledged() - alreadyAcknowledged) / seconds);
      assertFlat(readings.subList(readings.size() / 5, readings.size()));
      assertEquals(Map.of(), load.wrong());
      assertEquals(0, load.failed());
      assertEquals(0, server.stop());
    }
  }

  @Test
  void aLeakIsCaught() throws Exception {
    try (WatchedServer server = WatchedServer.startLeaking(data(), QUEUE_MAX_EVENTS);
        OpenLoop load = load(server)) {
      List<Vitals> readings = readings(server, load, 100, 3);
      assertThrows(AssertionError.class, () -> assertFlat(readings));
    }
  }

  private Path data() throws IOException {
    return Files.createDirectories(folder.resolve("data"));
  }

  private static OpenLoop load(WatchedServer server) {
    SplittableRandom random = new SplittableRandom(Long.getLong("seed", 1));
    return new OpenLoop(server.uri(), CONNECTIONS, n -> "v" + random.nextInt(VISITORS));
  }

  private static List<Vitals> readings(WatchedServer server, OpenLoop load, double rate, int count)
      throws Exception {
    load.offer(rate);
    List<Vitals> readings = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 1; i <= count; i++) {
      sleepUntil(began + TimeUnit.SECONDS.toNanos(SECONDS_A_READING) * i);
      readings.add(server.vitals());
    }
    load.offer(0);
    load.awaitAnswers();
    return readings;
  }

  private static void assertFlat(List<Vitals> readings) {
    double heap = growth(readings, Vitals::heapBytes);
    double files = growth(readings, Vitals::files);
    double threads = growth(readings, Vitals::threads);
    System.out.println("soak: first " + readings.getFirst());
    System.out.println("soak: last  " + readings.getLast());
    System.out.printf(
        "soak: growth by a line through %d readings: heap %.1f MB, resident %.1f MB,"
            + " descriptors %.1f, threads %.1f%n",
        readings.size(), heap / 1e6, growth(readings, Vitals::residentBytes) / 1e6, files, threads);
    assertTrue(heap < HEAP_GROWTH_MAX_BYTES, "the heap grows");
    assertTrue(files < FILES_GROWTH_MAX, "descriptors grow");
    assertTrue(threads < THREADS_GROWTH_MAX, "threads grow");
  }

  /// As much as goes through the connections; the first third warms up.
  private static double peak(OpenLoop load) throws InterruptedException {
    load.offer(1_000_000);
    Thread.sleep(TimeUnit.SECONDS.toMillis(PEAK_SECONDS / 3));
    long before = load.acknowledged();
    long began = System.nanoTime();
    Thread.sleep(TimeUnit.SECONDS.toMillis(PEAK_SECONDS - PEAK_SECONDS / 3));
    double peak = (load.acknowledged() - before) / ((System.nanoTime() - began) / 1e9);
    load.offer(0);
    load.awaitAnswers();
    return peak;
  }

  /// By how much the fitted line rises from the first reading to the last (least squares).
  static double growth(List<Vitals> readings, ToDoubleFunction<Vitals> of) {
    int n = readings.size();
    double meanAt = (n - 1) / 2.0;
    double mean = readings.stream().mapToDouble(of).average().orElse(0);
    double up = 0;
    double across = 0;
    for (int i = 0; i < n; i++) {
      up += (i - meanAt) * (of.applyAsDouble(readings.get(i)) - mean);
      across += (i - meanAt) * (i - meanAt);
    }
    return across == 0 ? 0 : up / across * (n - 1);
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    long left = nanos - System.nanoTime();
    if (left > 0) TimeUnit.NANOSECONDS.sleep(left);
  }
}
