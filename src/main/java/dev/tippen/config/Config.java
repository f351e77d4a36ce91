package dev.tippen.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every setting of the server. A setting's key is its path in this tree, such as
/// `http.bodyMaxBytes`; units are part of the names. The compact constructors refuse what can't
/// work, naming key, value and what is allowed. `docs/configuration.md` explains each key, and a
/// test keeps it in step with this file.
///
/// @param data folder of the database `tippen.db`; made if it is missing
/// @param demo makes the published demo key and opens the dashboard without a login
public record Config(
    Path data,
    boolean demo,
    Server server,
    Http http,
    Proxies proxies,
    RateLimits rateLimits,
    Store store,
    Live live,
    Visit visit,
    Privacy privacy,
    Places places,
    Account account,
    Log log,
    Dev dev) {

  /// What holds where no file, environment variable or flag says otherwise: safe for production.
  public static final Config DEFAULTS =
      new Config(
          Path.of("./data"),
          /* demo= */ false,
          new Server(
              /* host= */ "127.0.0.1",
              /* port= */ 8787,
              /* publicUrl= */ null,
              /* allowedOrigins= */ List.of()),
          new Http(
              /* bodyMaxBytes= */ 65_536,
              /* batchMaxBytes= */ 1_048_576,
              /* headerMaxBytes= */ 16_384,
              /* requestTimeoutSeconds= */ 10,
              /* idleTimeoutSeconds= */ 60,
              /* connectionsMax= */ 20_000,
              /* eventLoops= */ 0),
          new Proxies(
              /* trusted= */ List.of(),
              /* clientAddressHeader= */ "X-Forwarded-For",
              /* countryHeader= */ null),
          new RateLimits(
              /* enabled= */ true,
              /* keyPerSecond= */ 5_000,
              /* keyBurst= */ 50_000,
              /* addressPerSecond= */ 500,
              /* addressBurst= */ 50_000,
              /* addressesMax= */ 100_000,
              /* totalPerSecond= */ 100_000,
              /* totalBurst= */ 400_000),
          new Store(
              /* queueMaxEvents= */ 65_536,
              /* batchMaxEvents= */ 4_096,
              /* walMaxFrames= */ 16_384,
              /* readConnections= */ 4,
              /* visitorCacheMax= */ 50_000),
          new Live(
              /* silentAfterSeconds= */ 60,
              /* leaveGraceSeconds= */ 10,
              /* updateIntervalMs= */ 250,
              /* listIntervalMs= */ 1_000,
              /* listMaxVisitors= */ 1_000,
              /* dashboardsMaxPerKey= */ 200,
              /* socketsMaxPerVisitor= */ 5,
              /* visitorSocketsMax= */ 50_000),
          new Visit(/* gapMaxSeconds= */ 90),
          new Privacy(StoredAddress.PREFIX),
          new Places(/* files= */ List.of(), /* networkRanges= */ null, /* declaredRanges= */ null),
          new Account(/* openSignUp= */ false),
          new Log(Level.INFO),
          new Dev(/* assetsDir= */ null, /* noopTracking= */ false));

  public Config {
    if (data.toString().isBlank()) {
      throw new ConfigException("data", "is empty; allowed is the path of a folder");
    }
  }

  /// Where the server listens, and the address under which people reach it.
  ///
  /// @param port 0 takes any free port
  /// @param publicUrl origin of the server behind a proxy, such as `https://tippen.example.com`;
  ///   null: `http://host:port`
  /// @param allowedOrigins origins whose pages may call the reading APIs beside our own
  public record Server(
      String host, int port, @Nullable String publicUrl, List<String> allowedOrigins) {
    public Server {
      if (host.isBlank() || host.chars().anyMatch(c -> c <= ' ' || c == '/')) {
        throw new ConfigException(
            "server.host", "is '" + host + "'; allowed is a host name or an IP address");
      }
      Check.range("server.port", port, 0, 65_535);
      publicUrl = publicUrl == null ? null : Check.origin("server.publicUrl", publicUrl);
      allowedOrigins =
          allowedOrigins.stream().map(o -> Check.origin("server.allowedOrigins", o)).toList();
    }

    /// The address to show to people and to put into script tags, without a slash at its end.
    public String address() {
      if (publicUrl != null) return publicUrl;
      String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
      return URI.create("http://" + bracketed + ":" + port).toString();
    }
  }

  /// What one connection and one request may cost.
  ///
  /// @param bodyMaxBytes of `POST /track/visitor`, also after inflation
  /// @param batchMaxBytes of `POST /track/batch`, also after inflation
  /// @param headerMaxBytes all header lines of a request together
  /// @param requestTimeoutSeconds from connecting to the first request, and from the headers of a
  ///   request to the end of its body
  /// @param idleTimeoutSeconds without a byte, and without a complete request
  /// @param eventLoops threads at the sockets, 0: one per core
  public record Http(
      int bodyMaxBytes,
      int batchMaxBytes,
      int headerMaxBytes,
      int requestTimeoutSeconds,
      int idleTimeoutSeconds,
      int connectionsMax,
      int eventLoops) {
    public Http {
      Check.range("http.bodyMaxBytes", bodyMaxBytes, 1_024, 16_777_216);
      Check.range("http.batchMaxBytes", batchMaxBytes, 1_024, 16_777_216);
      Check.range("http.headerMaxBytes", headerMaxBytes, 1_024, 1_048_576);
      Check.range("http.requestTimeoutSeconds", requestTimeoutSeconds, 1, 3_600);
      Check.range("http.idleTimeoutSeconds", idleTimeoutSeconds, 1, 3_600);
      Check.range("http.connectionsMax", connectionsMax, 1, 1_000_000);
      Check.range("http.eventLoops", eventLoops, 0, 256);
    }
  }

  /// Whose word about the client's address counts. Without trusted proxies no header is read.
  ///
  /// @param trusted addresses and networks of proxies in front of this server
  /// @param clientAddressHeader the one header in which they name the client
  /// @param countryHeader in which they name the client's country, such as `CF-IPCountry`; null:
  ///   none
  public record Proxies(
      List<String> trusted, String clientAddressHeader, @Nullable String countryHeader) {
    private static final List<String> ADDRESS_HEADERS =
        List.of("X-Forwarded-For", "Forwarded", "CF-Connecting-IP");

    public Proxies {
      trusted = trusted.stream().map(n -> Check.network("proxies.trusted", n)).toList();
      clientAddressHeader =
          Check.oneOf("proxies.clientAddressHeader", clientAddressHeader, ADDRESS_HEADERS);
      if (countryHeader != null) Check.headerName("proxies.countryHeader", countryHeader);
    }
  }

  /// How many events may come in. A bucket holds `burst` events and refills at the rate.
  ///
  /// @param enabled off for benchmarks only
  /// @param addressPerSecond of one client address; addresses of this machine have no limit
  /// @param addressesMax client addresses that are remembered
  /// @param totalPerSecond all keys together
  public record RateLimits(
      boolean enabled,
      int keyPerSecond,
      int keyBurst,
      int addressPerSecond,
      int addressBurst,
      int addressesMax,
      int totalPerSecond,
      int totalBurst) {
    private static final int RATE_MAX = 10_000_000;

    public RateLimits {
      Check.range("rateLimits.keyPerSecond", keyPerSecond, 1, RATE_MAX);
      Check.range("rateLimits.keyBurst", keyBurst, 1, RATE_MAX);
      Check.range("rateLimits.addressPerSecond", addressPerSecond, 1, RATE_MAX);
      Check.range("rateLimits.addressBurst", addressBurst, 1, RATE_MAX);
      Check.range("rateLimits.addressesMax", addressesMax, 1, RATE_MAX);
      Check.range("rateLimits.totalPerSecond", totalPerSecond, 1, RATE_MAX);
      Check.range("rateLimits.totalBurst", totalBurst, 1, RATE_MAX);
    }
  }

  /// The event log and the database.
  ///
  /// @param queueMaxEvents waiting for a commit; more are answered 503
  /// @param batchMaxEvents in one commit
  /// @param walMaxFrames pages of 4 KiB in the write-ahead log before it is copied into the file
  /// @param visitorCacheMax visitors whose state is kept in memory
  public record Store(
      int queueMaxEvents,
      int batchMaxEvents,
      int walMaxFrames,
      int readConnections,
      int visitorCacheMax) {
    public Store {
      Check.range("store.queueMaxEvents", queueMaxEvents, 1, 10_000_000);
      Check.range("store.batchMaxEvents", batchMaxEvents, 1, 100_000);
      Check.range("store.walMaxFrames", walMaxFrames, 100, 10_000_000);
      Check.range("store.readConnections", readConnections, 1, 64);
      Check.range("store.visitorCacheMax", visitorCacheMax, 0, 10_000_000);
    }
  }

  /// Who is on the site now.
  ///
  /// @param silentAfterSeconds a visitor unheard of for this long is gone
  /// @param leaveGraceSeconds a visitor is gone this long after the last page said farewell
  /// @param updateIntervalMs least time between two updates about one visitor
  /// @param listIntervalMs least time between two lists to one dashboard
  /// @param listMaxVisitors the newest that a list carries
  public record Live(
      int silentAfterSeconds,
      int leaveGraceSeconds,
      int updateIntervalMs,
      int listIntervalMs,
      int listMaxVisitors,
      int dashboardsMaxPerKey,
      int socketsMaxPerVisitor,
      int visitorSocketsMax) {
    public Live {
      Check.range("live.silentAfterSeconds", silentAfterSeconds, 5, 3_600);
      Check.range("live.leaveGraceSeconds", leaveGraceSeconds, 0, 600);
      Check.range("live.updateIntervalMs", updateIntervalMs, 10, 60_000);
      Check.range("live.listIntervalMs", listIntervalMs, 10, 60_000);
      Check.range("live.listMaxVisitors", listMaxVisitors, 1, 100_000);
      Check.range("live.dashboardsMaxPerKey", dashboardsMaxPerKey, 1, 100_000);
      Check.range("live.socketsMaxPerVisitor", socketsMaxPerVisitor, 1, 1_000);
      Check.range("live.visitorSocketsMax", visitorSocketsMax, 0, 1_000_000);
    }
  }

  /// How time on the site is counted.
  ///
  /// @param gapMaxSeconds a longer silence between two events counts nothing
  public record Visit(int gapMaxSeconds) {
    public Visit {
      Check.range("visit.gapMaxSeconds", gapMaxSeconds, 1, 3_600);
    }
  }

  /// What is stored of visitors.
  public record Privacy(StoredAddress storedAddress) {}

  /// How much of a client's address is stored.
  public enum StoredAddress {
    /// The network: /24 of IPv4, /48 of IPv6.
    PREFIX,
    FULL,
    NONE
  }

  /// Files that the owner brings, from which an address is looked up on this machine.
  ///
  /// @param files `.mmdb` files of cities, countries or networks; the earlier ones win
  /// @param networkRanges a table of the networks' owners
  /// @param declaredRanges a table of companies by range
  public record Places(
      List<String> files, @Nullable Path networkRanges, @Nullable Path declaredRanges) {
    private static final int FILES_MAX = 16;

    public Places {
      if (files.size() > FILES_MAX) {
        throw new ConfigException(
            "places.files", "has " + files.size() + " files; allowed are " + FILES_MAX);
      }
      files = files.stream().map(f -> Check.path("places.files", f)).toList();
    }
  }

  /// Who may have an account.
  ///
  /// @param openSignUp whether strangers may register
  public record Account(boolean openSignUp) {}

  /// @param level lines below it are not written
  public record Log(Level level) {}

  /// How loud the log is, quietest first.
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  /// For work on Tippen itself.
  ///
  /// @param assetsDir serve tracker and dashboard from this folder instead of the jar
  /// @param noopTracking mount `/track/noop`, which acknowledges events without storing them
  public record Dev(@Nullable Path assetsDir, boolean noopTracking) {}
}
