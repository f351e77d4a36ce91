package dev.tippen.observe;

import dev.tippen.observe.StepTimes.Step;
import dev.tippen.store.StoreStats;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// What the server tells a monitor, in the text format of Prometheus. The counting is done where
/// the work is done, with plain numbers; here they are read and named when somebody asks. Safe for
/// all threads.
public final class Metrics {
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MICROS_PER_SECOND = 1e6;

  private final Ledger ledger;
  private final StepTimes times;
  private final StoreStats store;
  private final String version;
  private final ProcessReadings process = new ProcessReadings();
  private final List<Gauge> gauges = new CopyOnWriteArrayList<>();

  private record Gauge(String name, String help, DoubleSupplier value) {}

  public Metrics(Ledger ledger, StepTimes times, StoreStats store, String version) {
    this.ledger = ledger;
    this.times = times;
    this.store = store;
    this.version = version;
  }

  /// Adds a number that can rise and fall.
  ///
  /// @param name in Prometheus' form, with its unit last
  /// @param value may be called by any thread; must not block
  public void gauge(String name, String help, DoubleSupplier value) {
    gauges.add(new Gauge(name, help, value));
  }

  /// @param shownKeys which keys' events are told apart; those of others are left out
  public byte[] text(IntPredicate shownKeys) {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    Ledger.Reading events = ledger.read();
    all.metricSnapshot(
        counter("tippen_events_received", "Events that reached a tracking endpoint")
            .dataPoint(count(events.received(), Labels.EMPTY))
            .build());
    all.metricSnapshot(
        gauge("tippen_events_in_flight", "Events received whose end is open", events.inFlight()));
    all.metricSnapshot(ends(events));
    all.metricSnapshot(endsByKey(events, shownKeys));
    all.metricSnapshot(steps());
    storeInto(all);
    for (Gauge g : gauges) {
      all.metricSnapshot(gauge(g.name, g.help, g.value.getAsDouble()));
    }
    process.into(all);
    all.metricSnapshot(
        InfoSnapshot.builder()
            .name("tippen_build")
            .help("Always 1; the version is the label")
            .dataPoint(
                InfoSnapshot.InfoDataPointSnapshot.builder()
                    .labels(Labels.of("version", version))
                    .build())
            .build());
    return write(all.build());
  }

  private static byte[] write(MetricSnapshots snapshots) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, snapshots);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
    return out.toByteArray();
  }

  private static CounterSnapshot ends(Ledger.Reading events) {
    CounterSnapshot.Builder counter =
        counter("tippen_events", "Events by how they ended: received = all of these + in flight");
    counter.dataPoint(end(events.counted(), "counted"));
    counter.dataPoint(end(events.duplicate(), "duplicate"));
    counter.dataPoint(end(events.excluded(), "excluded"));
    counter.dataPoint(end(events.refused(), "refused"));
    return counter.build();
  }

  private static CounterDataPointSnapshot end(long n, String outcome) {
    return count(n, Labels.of("outcome", outcome));
  }

  private static CounterSnapshot endsByKey(Ledger.Reading events, IntPredicate shownKeys) {
    CounterSnapshot.Builder counter =
        counter(
            "tippen_key_events",
            "Events by key, outcome and reason; key_id none: without a valid key");
    for (Ledger.KeyReading key : events.keys()) {
      if (!shownKeys.test(key.apiKeyId())) continue;
      String id = key.apiKeyId() == 0 ? "none" : Integer.toString(key.apiKeyId());
      if (key.counted() > 0) counter.dataPoint(byKey(key.counted(), id, "counted", ""));
      if (key.duplicate() > 0) counter.dataPoint(byKey(key.duplicate(), id, "duplicate", ""));
      key.excluded().forEach((why, n) -> counter.dataPoint(byKey(n, id, "excluded", why.text())));
      key.refused().forEach((why, n) -> counter.dataPoint(byKey(n, id, "refused", why.code())));
    }
    return counter.build();
  }

  private static CounterDataPointSnapshot byKey(
      long n, String keyId, String outcome, String reason) {
    return count(n, Labels.of("key_id", keyId, "outcome", outcome, "reason", reason));
  }

  private HistogramSnapshot steps() {
    HistogramSnapshot.Builder all =
        HistogramSnapshot.builder()
            .name("tippen_step_seconds")
            .help(
                "Duration of each step of an event's path, measured on one event in "
                    + StepTimes.SAMPLED_ONE_IN);
    for (Step step : Step.values()) {
      StepTimes.Reading r = times.read(step);
      all.dataPoint(
          histogram(
              bounds(StepTimes.BOUNDS_NANOS, NANOS_PER_SECOND),
              r.counts(),
              r.nanos(),
              Labels.of("step", step.text())));
    }
    return all.build();
  }

  private void storeInto(MetricSnapshots.Builder all) {
    StoreStats.Reading r = store.read();
    all.metricSnapshot(
        HistogramSnapshot.builder()
            .name("tippen_commit_seconds")
            .help("Duration of a commit, from the first statement to the synced log")
            .dataPoint(
                histogram(
                    bounds(StoreStats.COMMIT_BOUNDS_MICROS, MICROS_PER_SECOND),
                    r.commitCounts(),
                    r.commitNanos(),
                    Labels.EMPTY))
            .build());
    all.metricSnapshot(plain("tippen_commit_batches", "Batches committed", r.batches()));
    all.metricSnapshot(plain("tippen_commit_events", "Events committed", r.events()));
    all.metricSnapshot(
        plain("tippen_store_syncs", "Commits that waited for the disk, one sync each", r.syncs()));
    all.metricSnapshot(
        plain(
            "tippen_store_checkpoints",
            "Times that the whole write-ahead log was in the database",
            r.checkpoints()));
    all.metricSnapshot(
        plain("tippen_store_id_lookups", "Event ids looked up on disk", r.idLookups()));
    all.metricSnapshot(
        gauge(
            "tippen_store_wal_frames",
            "Pages in the write-ahead log at the last checkpoint",
            r.walFrames()));
  }

  private static CounterSnapshot.Builder counter(String name, String help) {
    return CounterSnapshot.builder().name(name).help(help);
  }

  static MetricSnapshot plain(String name, String help, double value) {
    return counter(name, help).dataPoint(count(value, Labels.EMPTY)).build();
  }

  static MetricSnapshot gauge(String name, @Nullable String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
        .build();
  }

  private static CounterDataPointSnapshot count(double n, Labels labels) {
    return CounterDataPointSnapshot.builder().value(n).labels(labels).build();
  }

  private static HistogramDataPointSnapshot histogram(
      double[] bounds, long[] counts, long sumNanos, Labels labels) {
    return HistogramDataPointSnapshot.builder()
        .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
        .sum(sumNanos / NANOS_PER_SECOND)
        .labels(labels)
        .build();
  }

  private static double[] bounds(long[] upper, double perSecond) {
    double[] bounds = new double[upper.length + 1];
    for (int i = 0; i < upper.length; i++) bounds[i] = upper[i] / perSecond;
    bounds[upper.length] = Double.POSITIVE_INFINITY;
    return bounds;
  }
}
