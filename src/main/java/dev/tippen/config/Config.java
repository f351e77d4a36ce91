package dev.tippen.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Stand-in.
public record Config(
    Path data,
    boolean demo,
    Server server,
    Http http,
    Store store,
    Live live,
    Visit visit,
    Account account,
    Dev dev) {
  public record Server(
      String host, int port, @Nullable String publicUrl, List<String> allowedOrigins) {}

  public record Http(
      int bodyMaxBytes,
      int batchBodyMaxBytes,
      int idleTimeoutSeconds,
      int connectionsMax,
      int headerMaxBytes,
      int eventLoops) {}

  public record Store(
      int queueMaxEvents,
      int batchMaxEvents,
      int walMaxFrames,
      int readConnections,
      int visitorCacheMax) {}

  public record Live(
      int silentAfterSeconds,
      int leaveGraceSeconds,
      int updateIntervalMs,
      int listIntervalMs,
      int listMaxVisitors,
      int dashboardsMaxPerKey,
      int socketsMaxPerVisitor,
      int visitorSocketsMax) {}

  public record Visit(int gapMaxSeconds) {}

  public record Account(boolean openSignUp, List<String> saasOwners) {}

  public record Dev(@Nullable Path assetsDir) {}

  public static Config defaults() {
    return new Config(
        Path.of("data"),
        false,
        new Server("127.0.0.1", 8787, null, List.of()),
        new Http(65_536, 1_048_576, 60, 20_000, 16_384, 0),
        new Store(65_536, 4_096, 16_384, 4, 50_000),
        new Live(60, 10, 250, 1_000, 1_000, 200, 5, 50_000),
        new Visit(90),
        new Account(false, List.of()),
        new Dev(null));
  }
}
