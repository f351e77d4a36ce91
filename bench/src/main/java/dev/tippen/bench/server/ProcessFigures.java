package dev.tippen.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What the system says about a process; NaN for what it doesn't tell (memory is read from /proc).
///
/// @param cpuSeconds used since its start, all threads
/// @param rssMb resident memory now
/// @param rssPeakMb the most it ever had
public record ProcessFigures(double cpuSeconds, double rssMb, double rssPeakMb) {

  public static ProcessFigures of(ProcessHandle process) {
    double cpu = process.info().totalCpuDuration().map(ProcessFigures::seconds).orElse(Double.NaN);
    String status = read(Path.of("/proc", String.valueOf(process.pid()), "status"));
    return new ProcessFigures(cpu, megabytes(status, "VmRSS:"), megabytes(status, "VmHWM:"));
  }

  private static double seconds(Duration d) {
    return d.toNanos() / 1e9;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException _) {
      return "";
    }
  }

  /// Of a line such as `VmRSS: 123456 kB`, which means KiB. Source: proc(5).
  static double megabytes(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .map(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024 / 1e6)
        .orElse(Double.NaN);
  }
}
