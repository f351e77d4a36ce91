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
    History history,
    Live live,
    Visit visit,
    Privacy privacy,
    Places places,
    Sources sources,
    Account account,
    Identify identify,
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
          new History(
              /* engine= */ HistoryEngine.AUTO,
              /* moveEveryMs= */ 1_000,
              /* memoryMaxMb= */ 384,
              /* temporaryMaxMb= */ 2_048,
              /* threads= */ 0,
              /* queriesMax= */ 4,
              /* queryTimeoutSeconds= */ 10,
              /* logKeptMinutes= */ 10,
              /* checkpointEverySeconds= */ 60,
              /* arrangeEvents= */ 500_000),
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
          new Sources(/* rules= */ null),
          new Account(/* openSignUp= */ false),
          Identify.OFF,
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

  /// What holds the history.
  public enum HistoryEngine {
    /// DuckDB where this machine has its library, else SQLite.
    AUTO,
    DUCKDB,
    SQLITE
  }

  /// Where events stay for analytics.
  ///
  /// @param moveEveryMs how often events are moved from the log into the history
  /// @param memoryMaxMb of DuckDB, beside the memory of Java
  /// @param temporaryMaxMb on disk, for a query that needs more memory
  /// @param threads of one query, 0: one per core, at most 4
  /// @param queriesMax at the same time; more wait
  /// @param logKeptMinutes how long the event log keeps what is in the history already
  /// @param checkpointEverySeconds how often the history is written into its file
  /// @param arrangeEvents how many old events are put in the order of their sites at a time, 0:
  ///   none
  public record History(
      HistoryEngine engine,
      int moveEveryMs,
      int memoryMaxMb,
      int temporaryMaxMb,
      int threads,
      int queriesMax,
      int queryTimeoutSeconds,
      int logKeptMinutes,
      int checkpointEverySeconds,
      int arrangeEvents) {
    public History {
      Check.range("history.moveEveryMs", moveEveryMs, 10, 60_000);
      Check.range("history.memoryMaxMb", memoryMaxMb, 64, 1_048_576);
      Check.range("history.temporaryMaxMb", temporaryMaxMb, 16, 1_048_576);
      Check.range("history.threads", threads, 0, 256);
      Check.range("history.queriesMax", queriesMax, 1, 64);
      Check.range("history.queryTimeoutSeconds", queryTimeoutSeconds, 1, 600);
      Check.range("history.logKeptMinutes", logKeptMinutes, 0, 10_080);
      Check.range("history.checkpointEverySeconds", checkpointEverySeconds, 1, 3_600);
      Check.range("history.arrangeEvents", arrangeEvents, 0, 5_000_000);
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

  /// How visitors came.
  ///
  /// @param rules a table of the owner's rules, which go before the list of known sites
  public record Sources(@Nullable Path rules) {}

  /// Who may have an account.
  ///
  /// @param openSignUp whether strangers may register
  public record Account(boolean openSignUp) {}

  /// Who outside this machine is asked for the company of an address. Nobody, until one of the
  /// sources is enabled.
  ///
  /// @param order names of sources in the order of asking; those that are not named come last, in
  ///   the order of this record
  /// @param callTimeoutMs of a call, from asking to its last byte
  /// @param queueMax networks that wait to be asked about; beyond it the oldest wish is dropped
  /// @param cacheMax networks whose answers are kept in memory
  /// @param storedMax answers that are kept in the database
  public record Identify(
      List<String> order,
      int connectTimeoutMs,
      int callTimeoutMs,
      int queueMax,
      int cacheMax,
      int storedMax,
      Api clearbit,
      Api enrichSo,
      Api snitcher,
      IpInfo ipinfo,
      Generic generic,
      ReverseDns reverseDns) {

    /// The names of the sources, in the order of this record.
    public static final List<String> SOURCES =
        List.of("clearbit", "enrichSo", "snitcher", "ipinfo", "generic", "reverseDns");

    static final Identify OFF =
        new Identify(
            /* order= */ List.of(),
            /* connectTimeoutMs= */ 500,
            /* callTimeoutMs= */ 2_000,
            /* queueMax= */ 10_000,
            /* cacheMax= */ 50_000,
            /* storedMax= */ 1_000_000,
            new Api(false, null, null, Allowance.of(1, 300)),
            new Api(false, null, null, Allowance.of(1, 300)),
            new Api(false, null, null, Allowance.of(1, 300)),
            new IpInfo(false, "lite", null, null, Allowance.of(0, 600)),
            new Generic(
                false,
                null,
                null,
                null,
                "{key}",
                null,
                null,
                null,
                null,
                null,
                null,
                404,
                null,
                Allowance.of(1, 300)),
            new ReverseDns(false, List.of(), new Allowance(0, 1_000, 10_000, 1_200, 16)));

    public Identify {
      Check.range("identify.connectTimeoutMs", connectTimeoutMs, 10, 10_000);
      Check.range("identify.callTimeoutMs", callTimeoutMs, 100, 30_000);
      Check.range("identify.queueMax", queueMax, 1, 1_000_000);
      Check.range("identify.cacheMax", cacheMax, 1_000, 10_000_000);
      Check.range("identify.storedMax", storedMax, 1_000, 100_000_000);
      for (String name : order) {
        if (!SOURCES.contains(name) || order.indexOf(name) != order.lastIndexOf(name)) {
          throw new ConfigException(
              "identify.order",
              "has '%s'; allowed is each of %s once".formatted(name, String.join(", ", SOURCES)));
        }
      }
    }

    /// What a source may be asked. Days and months are UTC.
    ///
    /// @param creditsPerCall what a call costs where the source does not say
    /// @param dailyMaxCredits hard stop
    /// @param monthlyMaxCredits hard stop
    /// @param concurrentMax calls at a time
    public record Allowance(
        int creditsPerCall,
        int dailyMaxCredits,
        int monthlyMaxCredits,
        int callsPerMinuteMax,
        int concurrentMax) {
      public Allowance {
        Check.range(".creditsPerCall", creditsPerCall, 0, 1_000_000);
        Check.range(".dailyMaxCredits", dailyMaxCredits, 1, 1_000_000_000);
        Check.range(".monthlyMaxCredits", monthlyMaxCredits, 1, 1_000_000_000);
        Check.range(".callsPerMinuteMax", callsPerMinuteMax, 1, 100_000);
        Check.range(".concurrentMax", concurrentMax, 1, 256);
      }

      static Allowance of(int creditsPerCall, int callsPerMinuteMax) {
        return new Allowance(creditsPerCall, 1_000, 10_000, callsPerMinuteMax, 8);
      }
    }

    /// A service with a key.
    ///
    /// @param baseUrl null: the vendor's own
    public record Api(
        boolean enabled, @Nullable String baseUrl, @Nullable Secret key, Allowance allowance) {
      public Api {
        if (baseUrl != null) Check.url(".baseUrl", baseUrl);
        needsKey(enabled, key);
      }
    }

    /// @param edition `lite`, `core` or `full`
    /// @param baseUrl null: the vendor's own for the edition
    public record IpInfo(
        boolean enabled,
        String edition,
        @Nullable String baseUrl,
        @Nullable Secret key,
        Allowance allowance) {
      public IpInfo {
        if (!List.of("lite", "core", "full").contains(edition)) {
          throw new ConfigException(
              ".edition", "is '" + edition + "'; allowed is lite, core or full");
        }
        if (baseUrl != null) Check.url(".baseUrl", baseUrl);
        needsKey(enabled, key);
      }
    }

    /// Any service that answers a GET with JSON. Where things are is said by JSON pointers (RFC
    /// 6901), such as `/company/name`; null: nowhere.
    ///
    /// @param url with `{ip}` for the address, and `{key}` where the key stands in it
    /// @param headerName null: no header
    /// @param headerValue with `{key}` for the key
    /// @param prefix of the network that the answer holds for
    /// @param notFoundStatus status that says "not found", beside 404
    /// @param notFound a field that is there, and neither null nor false, when nothing was found
    public record Generic(
        boolean enabled,
        @Nullable String url,
        @Nullable Secret key,
        @Nullable String headerName,
        String headerValue,
        @Nullable String name,
        @Nullable String domain,
        @Nullable String industry,
        @Nullable String employees,
        @Nullable String country,
        @Nullable String prefix,
        int notFoundStatus,
        @Nullable String notFound,
        Allowance allowance) {
      public Generic {
        Check.range(".notFoundStatus", notFoundStatus, 200, 499);
        pointer(".name", name);
        pointer(".domain", domain);
        pointer(".industry", industry);
        pointer(".employees", employees);
        pointer(".country", country);
        pointer(".prefix", prefix);
        pointer(".notFound", notFound);
        if (url != null) {
          String filled = url.replace("{ip}", "0").replace("{key}", "0");
          int query = filled.indexOf('?');
          Check.url(".url", query < 0 ? filled : filled.substring(0, query));
          if (!url.contains("{ip}") || !filled.matches("[!-~&&[^\"<>\\\\^`{|}]]{1,2048}")) {
            throw new ConfigException(
                ".url", "is '" + url + "'; allowed is an address with {ip} in it");
          }
        }
        if (headerName != null
            && (!headerName.matches("[A-Za-z0-9-]{1,64}")
                || headerName.matches("(?i)host|connection|content-length|expect|upgrade"))) {
          throw new ConfigException(
              ".headerName", "is '" + headerName + "'; allowed is the name of a header");
        }
        if (!headerValue.matches("[ -~]{1,256}")) {
          throw new ConfigException(".headerValue", "has characters that a header can't carry");
        }
        if (enabled && url == null) {
          throw new ConfigException(".url", "is empty; it is needed where the service is enabled");
        }
        if (enabled && name == null && domain == null) {
          throw new ConfigException(
              ".name", "is empty; name or domain is needed where the service is enabled");
        }
      }

      private static void pointer(String key, @Nullable String text) {
        if (text == null || text.startsWith("/") && text.length() <= 256) return;
        throw new ConfigException(
            key, "is '" + text + "'; allowed is a JSON pointer such as /company/name");
      }
    }

    /// Names of addresses that lead back to them.
    ///
    /// @param servers addresses of DNS servers, with a port if it is not 53; empty: those of
    ///   `/etc/resolv.conf`
    public record ReverseDns(boolean enabled, List<String> servers, Allowance allowance) {
      public ReverseDns {
        for (String server : servers) {
          if (!server.matches("[0-9.]{7,15}(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]{2,45}](:[0-9]{1,5})?")) {
            throw new ConfigException(
                ".servers",
                "has '"
                    + server
                    + "'; allowed are addresses such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]");
          }
        }
        if (servers.size() > 3) {
          throw new ConfigException(".servers", "has more than 3 addresses");
        }
      }
    }

    private static void needsKey(boolean enabled, @Nullable Secret key) {
      if (enabled && key == null) {
        throw new ConfigException(".key", "is empty; it is needed where the service is enabled");
      }
    }
  }

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
