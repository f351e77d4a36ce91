package dev.tippen;

import io.netty.channel.epoll.Epoll;
import java.util.Set;
import org.sqlite.SQLiteJDBCLoader;

/// Loads what a server needs anyway, the native libraries above all, on other cores while the
/// command line and the configuration are read. Only makes the start shorter: whatever fails here
/// fails again where it is used, and is told there.
final class WarmUp {
  private static final Set<String> SERVING = Set.of("serve", "demo");

  private WarmUp() {}

  /// Returns at once.
  static void begin(String[] arguments) {
    if (arguments.length == 0 || !SERVING.contains(arguments[0])) return;
    run("warm-up-sqlite", SQLiteJDBCLoader::initialize);
    run("warm-up-netty", Epoll::isAvailable);
  }

  private interface Step {
    boolean load() throws Exception;
  }

  private static void run(String name, Step step) {
    Thread.ofPlatform()
        .name(name)
        .daemon(true)
        .start(() -> {
          try {
            boolean unused = step.load();
          } catch (Exception | LinkageError _) {
            // told where it is used
          }
        });
  }
}
