package dev.tippen.bench.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// The checkout whose launcher runs what is measured.
///
/// @param root folder of the launcher
public record Checkout(Path root) {
  /// Those of the caller's variables that a server of a benchmark may see: everything else that
  /// begins with `TIPPEN_` would change what is measured.
  private static final Set<String> KEPT =
      Set.of("TIPPEN_JAVA_HOME", "TIPPEN_JDK_FOLDERS", "TIPPEN_HEAP", "TIPPEN_JAVA_OPTS");

  /// A process of `./tippen`, as production runs it but for the rate limits.
  public ProcessBuilder tippen(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = root.resolve("tippen").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    ProcessBuilder builder = new ProcessBuilder(command);
    settle(builder.environment());
    return builder;
  }

  static void settle(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith("TIPPEN_") && !KEPT.contains(name));
    environment.put("TIPPEN_RATE_LIMITS", "off");
  }
}
