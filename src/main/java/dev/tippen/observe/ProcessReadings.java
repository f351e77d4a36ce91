package dev.tippen.observe;

import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the process costs the machine, under the names that dashboards for Prometheus expect.
final class ProcessReadings {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MS_PER_SECOND = 1e3;

  void into(MetricSnapshots.Builder all) {
    var runtime = ManagementFactory.getRuntimeMXBean();
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    all.metricSnapshot(
        Metrics.gauge(
            "process_start_time_seconds",
            "Start of the process, seconds since the epoch",
            runtime.getStartTime() / MS_PER_SECOND));
    all.metricSnapshot(
        Metrics.gauge(
            "jvm_threads_current",
            "Threads of the process",
            ManagementFactory.getThreadMXBean().getThreadCount()));
    all.metricSnapshot(Metrics.gauge("jvm_heap_used_bytes", "Java heap in use", heap.getUsed()));
    all.metricSnapshot(Metrics.gauge("jvm_heap_max_bytes", "Java heap at most", heap.getMax()));
    long gcMs = 0;
    for (var gc : ManagementFactory.getGarbageCollectorMXBeans()) gcMs += gc.getCollectionTime();
    all.metricSnapshot(
        Metrics.plain("jvm_gc_seconds", "Time in garbage collection", gcMs / MS_PER_SECOND));
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
      all.metricSnapshot(
          Metrics.gauge("process_open_fds", "Open files", os.getOpenFileDescriptorCount()));
      all.metricSnapshot(
          Metrics.plain(
              "process_cpu_seconds",
              "Processor time of the process",
              os.getProcessCpuTime() / NANOS_PER_SECOND));
    }
    long resident = residentBytes();
    if (resident > 0) {
      all.metricSnapshot(
          Metrics.gauge("process_resident_memory_bytes", "Memory of the process", resident));
    }
  }

  /// 0 where the system doesn't tell.
  private static long residentBytes() {
    if (!Files.isReadable(STATUS)) return 0;
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(RESIDENT)) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
    } catch (IOException _) {
      // not told
    }
    return 0;
  }
}
