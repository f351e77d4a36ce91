package dev.tippen.bench.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Under which conditions was measured. No names of hosts, users or folders: the page is public.
///
/// @param command as it was given
/// @param version of the sources
/// @param jvmFlags of the server
/// @param bodyBytes of one event
/// @param dashboardMessages that the open dashboard read
public record Conditions(
    String command,
    String version,
    Instant time,
    Machine machine,
    String fileSystem,
    List<String> jvmFlags,
    int threads,
    int bodyBytes,
    long dashboardMessages) {

  /// @param ramBytes that the system has, or lets this process use
  public record Machine(int cores, String cpu, long ramBytes, String system, String jdk) {

    public static Machine here() {
      OperatingSystemMXBean os = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      return new Machine(
          Runtime.getRuntime().availableProcessors(),
          cpuModel(),
          os.getTotalMemorySize(),
          property("os.name") + " " + property("os.version") + " " + property("os.arch"),
          property("java.vendor") + " " + Runtime.version());
    }

    private static String property(String name) {
      return System.getProperty(name, "?");
    }

    private static String cpuModel() {
      try {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .findFirst()
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .orElse("unknown");
      } catch (IOException _) {
        return "unknown";
      }
    }
  }

  /// Those of a JVM's arguments that decide about heap and code, without paths.
  ///
  /// @param command of the server
  public static List<String> jvmFlags(List<String> command) {
    return command.stream()
        .takeWhile(word -> !word.equals("-jar"))
        .filter(word -> word.startsWith("-X") && !word.startsWith("-Xlog"))
        .map(word -> word.startsWith("-XX:AOTCache=") ? "-XX:AOTCache" : word)
        .toList();
  }
}
