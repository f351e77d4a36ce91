package dev.tippen.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Time of all cores since the start of the system, from /proc/stat; zero where there is none.
///
/// @param total in ticks, whatever the cores did
/// @param steal ticks in which the hypervisor gave the cores to others
/// @param idle ticks without work, waiting for a disk included
public record MachineCpu(long total, long steal, long idle) {
  private static final Path STAT = Path.of("/proc/stat");
  private static final double TICKS_PER_SECOND = 100;

  public static MachineCpu now() {
    try {
      return parse(Files.readString(STAT));
    } catch (IOException _) {
      return new MachineCpu(0, 0, 0);
    }
  }

  /// @param stat begins with `cpu user nice system idle iowait irq softirq steal guest guest_nice`;
  ///   guest time is contained in user and nice. Source: proc(5).
  static MachineCpu parse(String stat) {
    long[] ticks =
        Arrays.stream(stat.lines().findFirst().orElse("").split(" +"))
            .skip(1)
            .limit(8)
            .mapToLong(Long::parseLong)
            .toArray();
    if (ticks.length < 8) return new MachineCpu(0, 0, 0);
    return new MachineCpu(Arrays.stream(ticks).sum(), ticks[7], ticks[3] + ticks[4]);
  }

  /// What was stolen since `earlier`, of the time of all cores; 0 to 1, NaN if unknown.
  public double stolenSince(MachineCpu earlier) {
    return (double) (steal - earlier.steal) / (total - earlier.total);
  }

  /// Seconds in which cores worked since `earlier`, for whomever.
  public double busySecondsSince(MachineCpu earlier) {
    if (total == earlier.total) return Double.NaN;
    long notBusy = idle - earlier.idle + steal - earlier.steal;
    return (total - earlier.total - notBusy) / TICKS_PER_SECOND;
  }
}
