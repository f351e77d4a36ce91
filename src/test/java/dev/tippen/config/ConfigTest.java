package dev.tippen.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
  @TempDir Path folder;

  @Test
  void everyDefault() {
    Config c = Config.DEFAULTS;
    assertEquals(Path.of("./data"), c.data());
    assertEquals(false, c.demo());
    assertEquals(new Config.Server("127.0.0.1", 8787, null, List.of()), c.server());
    assertEquals(new Config.Http(65_536, 1_048_576, 16_384, 10, 60, 20_000, 0), c.http());
    assertEquals(new Config.Proxies(List.of(), "X-Forwarded-For", null), c.proxies());
    assertEquals(
        new Config.RateLimits(true, 5_000, 50_000, 500, 50_000, 100_000, 100_000, 400_000),
        c.rateLimits());
    assertEquals(new Config.Store(65_536, 4_096, 16_384, 4, 50_000), c.store());
    assertEquals(new Config.Live(60, 10, 250, 1_000, 1_000, 200, 5, 50_000), c.live());
    assertEquals(new Config.Visit(90), c.visit());
    assertEquals(new Config.Privacy(Config.StoredAddress.PREFIX), c.privacy());
    assertEquals(new Config.Places(List.of(), null, null), c.places());
    assertEquals(new Config.Sources(null), c.sources());
    assertEquals(new Config.Account(false), c.account());
    Config.Identify i = c.identify();
    assertEquals(List.of(), i.order());
    assertEquals(500, i.connectTimeoutMs());
    assertEquals(2_000, i.callTimeoutMs());
    assertEquals(10_000, i.queueMax());
    assertEquals(50_000, i.cacheMax());
    assertEquals(1_000_000, i.storedMax());
    Config.Identify.Allowance paid = new Config.Identify.Allowance(1, 1_000, 10_000, 300, 8);
    Config.Identify.Api off = new Config.Identify.Api(false, null, null, paid);
    assertEquals(List.of(off, off, off), List.of(i.clearbit(), i.enrichSo(), i.snitcher()));
    assertEquals(
        new Config.Identify.IpInfo(
            false, "lite", null, null, new Config.Identify.Allowance(0, 1_000, 10_000, 600, 8)),
        i.ipinfo());
    assertEquals(
        new Config.Identify.Generic(
            false, null, null, null, "{key}", null, null, null, null, null, null, 404, null, paid),
        i.generic());
    assertEquals(
        new Config.Identify.ReverseDns(
            false, List.of(), new Config.Identify.Allowance(0, 1_000, 10_000, 1_200, 16)),
        i.reverseDns());
    assertEquals(new Config.Log(Config.Level.INFO), c.log());
    assertEquals(new Config.Dev(null, false), c.dev());
    assertEquals(c, load(Map.of(), Map.of()));
  }

  /// A value other than the default for every key.
  private static Map<String, String> otherValues() {
    Map<String, String> values = new LinkedHashMap<>();
    Settings.flatten(Config.DEFAULTS)
        .forEach((key, value) ->
            values.put(
                key,
                switch (value) {
                  case Integer i -> String.valueOf(i + 7);
                  case Boolean b -> String.valueOf(!b);
                  case null, default -> "";
                }));
    values.put("data", "/somewhere/else");
    values.put("server.host", "0.0.0.0");
    values.put("server.publicUrl", "https://tippen.example.com");
    values.put("server.allowedOrigins", "https://a.example, http://b.example:8080");
    values.put("proxies.trusted", "10.0.0.0/8, 2001:db8::1");
    values.put("proxies.clientAddressHeader", "forwarded");
    values.put("proxies.countryHeader", "CF-IPCountry");
    values.put("privacy.storedAddress", "none");
    values.put("history.engine", "sqlite");
    values.put("places.files", "city.mmdb, /data/asn.mmdb");
    values.put("places.networkRanges", "networks.csv");
    values.put("places.declaredRanges", "declared.csv");
    values.put("sources.rules", "rules.csv");
    values.put("identify.order", "reverseDns, generic");
    for (String api : List.of("clearbit", "enrichSo", "snitcher", "ipinfo")) {
      values.put("identify." + api + ".baseUrl", "https://" + api + ".example/v9");
      values.put("identify." + api + ".key", "k-" + api);
    }
    values.put("identify.ipinfo.edition", "full");
    values.put("identify.generic.url", "https://generic.example/{ip}?k={key}");
    values.put("identify.generic.key", "k-generic");
    values.put("identify.generic.headerName", "X-Key");
    values.put("identify.generic.headerValue", "Key {key}");
    for (String field : List.of("name", "domain", "industry", "employees", "country", "prefix")) {
      values.put("identify.generic." + field, "/" + field);
    }
    values.put("identify.generic.notFound", "/error");
    values.put("identify.reverseDns.servers", "192.0.2.53:5353, [2001:db8::53]");
    values.put("log.level", "warn");
    values.put("dev.assetsDir", "/assets");
    return values;
  }

  private static final Config.Identify.Allowance OTHER_ALLOWANCE =
      new Config.Identify.Allowance(8, 1_007, 10_007, 307, 15);

  private static Config.Identify.Api otherApi(String name) {
    return new Config.Identify.Api(
        true, "https://" + name + ".example/v9", new Secret("k-" + name), OTHER_ALLOWANCE);
  }

  private static Config otherConfig() {
    return new Config(
        Path.of("/somewhere/else"),
        true,
        new Config.Server(
            "0.0.0.0",
            8794,
            "https://tippen.example.com",
            List.of("https://a.example", "http://b.example:8080")),
        new Config.Http(65_543, 1_048_583, 16_391, 17, 67, 20_007, 7),
        new Config.Proxies(List.of("10.0.0.0/8", "2001:db8::1"), "Forwarded", "CF-IPCountry"),
        new Config.RateLimits(false, 5_007, 50_007, 507, 50_007, 100_007, 100_007, 400_007),
        new Config.Store(65_543, 4_103, 16_391, 11, 50_007),
        new Config.History(
            Config.HistoryEngine.SQLITE, 1_007, 391, 2_055, 7, 11, 17, 17, 67, 500_007),
        new Config.Live(67, 17, 257, 1_007, 1_007, 207, 12, 50_007),
        new Config.Visit(97),
        new Config.Privacy(Config.StoredAddress.NONE),
        new Config.Places(
            List.of("city.mmdb", "/data/asn.mmdb"),
            Path.of("networks.csv"),
            Path.of("declared.csv")),
        new Config.Sources(Path.of("rules.csv")),
        new Config.Account(true),
        new Config.Identify(
            List.of("reverseDns", "generic"),
            507,
            2_007,
            10_007,
            50_007,
            1_000_007,
            otherApi("clearbit"),
            otherApi("enrichSo"),
            otherApi("snitcher"),
            new Config.Identify.IpInfo(
                true,
                "full",
                "https://ipinfo.example/v9",
                new Secret("k-ipinfo"),
                new Config.Identify.Allowance(7, 1_007, 10_007, 607, 15)),
            new Config.Identify.Generic(
                true,
                "https://generic.example/{ip}?k={key}",
                new Secret("k-generic"),
                "X-Key",
                "Key {key}",
                "/name",
                "/domain",
                "/industry",
                "/employees",
                "/country",
                "/prefix",
                411,
                "/error",
                OTHER_ALLOWANCE),
            new Config.Identify.ReverseDns(
                true,
                List.of("192.0.2.53:5353", "[2001:db8::53]"),
                new Config.Identify.Allowance(7, 1_007, 10_007, 1_207, 23))),
        new Config.Log(Config.Level.WARN),
        new Config.Dev(Path.of("/assets"), true));
  }

  @Test
  void everyKeyFromFlags() {
    assertEquals(otherConfig(), load(Map.of(), otherValues()));
  }

  @Test
  void everyKeyFromTheEnvironment() {
    Map<String, String> environment =
        otherValues().entrySet().stream()
            .collect(Collectors.toMap(e -> ConfigLoader.variable(e.getKey()), Map.Entry::getValue));
    assertTrue(environment.containsKey("TIPPEN_HTTP_BODY_MAX_BYTES"), environment.toString());
    assertEquals(otherConfig(), load(environment, Map.of()));
  }

  @Test
  void everyKeyFromAFile() throws IOException {
    Path file = file("mine.properties", otherValues());
    assertEquals(
        otherConfig(), ConfigLoader.load(Map.of(), new ConfigLoader.Flags(file, Map.of())));
    assertEquals(otherConfig(), load(Map.of("TIPPEN_CONFIG", file.toString()), Map.of()));
  }

  @Test
  void everyKeyButDataFromTheFileInTheDataFolder() throws IOException {
    Map<String, String> values = otherValues();
    values.remove("data");
    file("tippen.properties", values);
    Config loaded = load(Map.of("TIPPEN_DATA", folder.toString()), Map.of());
    assertEquals(otherConfig().live(), loaded.live());
    assertEquals(otherConfig().account(), loaded.account());
    assertEquals(folder, loaded.data());
  }

  @Test
  void theLaterSourceWins() throws IOException {
    file("tippen.properties", Map.of("server.port", "1", "visit.gapMaxSeconds", "11"));
    Map<String, String> environment = new HashMap<>();
    environment.put("TIPPEN_DATA", folder.toString());
    assertEquals(1, load(environment, Map.of()).server().port());
    environment.put("TIPPEN_PORT", "2");
    assertEquals(2, load(environment, Map.of()).server().port());
    Config flagged = load(environment, Map.of("server.port", "3"));
    assertEquals(3, flagged.server().port());
    assertEquals(11, flagged.visit().gapMaxSeconds());
  }

  @Test
  void aFileInTheDataFolderMayNotMoveTheDataFolder() throws IOException {
    file("tippen.properties", Map.of("data", "/elsewhere"));
    refused(Map.of("TIPPEN_DATA", folder.toString()), Map.of(), "data", "tippen.properties");
  }

  @Test
  void aMissingOrUnreadableFileIsRefused() throws IOException {
    ConfigLoader.Flags missing = new ConfigLoader.Flags(folder.resolve("no.properties"), Map.of());
    assertThrows(ConfigException.class, () -> ConfigLoader.load(Map.of(), missing));
    Path latin1 = Files.write(folder.resolve("latin1"), new byte[] {'a', '=', (byte) 0xe4});
    assertThrows(
        ConfigException.class,
        () -> ConfigLoader.load(Map.of(), new ConfigLoader.Flags(latin1, Map.of())));
  }

  @Test
  void anUnknownKeyNamesTheNearest() throws IOException {
    refused(Map.of(), Map.of("http.bodyMaxByte", "1"), "http.bodyMaxByte", "http.bodyMaxBytes");
    refused(Map.of(), Map.of("port", "1"), "port", "server.port");
    refused(Map.of("TIPPEN_PROT", "1"), Map.of(), "TIPPEN_PROT", "TIPPEN_PORT", "environment");
    refused(
        Map.of("TIPPEN_VISIT_GAP_MAX", "1"), Map.of(), "nearest is TIPPEN_VISIT_GAP_MAX_SECONDS");
    Path file = file("mine.properties", Map.of("live.listMaxVisitor", "5"));
    ConfigException e =
        assertThrows(
            ConfigException.class,
            () -> ConfigLoader.load(Map.of(), new ConfigLoader.Flags(file, Map.of())));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("live.listMaxVisitors"), message);
    assertTrue(message.contains("mine.properties"), message);
  }

  @Test
  void variablesOfTheLauncherAndOfOthersAreLeftAlone() {
    Map<String, String> environment =
        Map.of("TIPPEN_JAVA_OPTS", "-Xint", "TIPPEN_HEAP", "1g", "TIPPENX", "1", "PATH", "/bin");
    assertEquals(Config.DEFAULTS, load(environment, Map.of()));
  }

  @Test
  void everyVariableOfLauncherAndBrowserTestsIsKnown() throws IOException {
    Set<String> names = new TreeSet<>();
    Pattern variable = Pattern.compile("\\bTIPPEN_[A-Z_]*[A-Z]\\b");
    List<Path> sources = new ArrayList<>(List.of(Path.of("tippen")));
    try (Stream<Path> web = Files.walk(Path.of("web/e2e"))) {
      web.filter(p -> p.toString().endsWith(".ts")).forEach(sources::add);
    }
    for (Path source : sources) {
      variable.matcher(Files.readString(source)).results().forEach(m -> names.add(m.group()));
    }
    assertTrue(names.containsAll(Set.of("TIPPEN_HEAP", "TIPPEN_LAUNCHER")), names.toString());
    // The folder may be no value of a setting, but it must not be the value of nothing.
    for (String name : names) {
      try {
        load(Map.of(name, folder.toString()), Map.of());
      } catch (ConfigException e) {
        assertFalse(String.valueOf(e.getMessage()).contains("is not a setting"), e.getMessage());
      }
    }
  }

  @Test
  void twoNamesOfOneKeyMustAgree() {
    refused(
        Map.of("TIPPEN_PORT", "1", "TIPPEN_SERVER_PORT", "2"),
        Map.of(),
        "server.port",
        "TIPPEN_PORT",
        "TIPPEN_SERVER_PORT");
    assertEquals(
        1, load(Map.of("TIPPEN_PORT", "1", "TIPPEN_SERVER_PORT", "1"), Map.of()).server().port());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          server.port            | 65536          | 0 to 65535
          server.port            | eighty         | whole number
          server.port            | ''             | whole number
          http.bodyMaxBytes      | 99999999999999 | whole number
          http.bodyMaxBytes      | 12             | 1024 to 16777216
          demo                   | yes            | true or false
          data                   | ''             | folder
          server.host            | a b            | host name
          server.host            | ''             | host name
          server.publicUrl       | example.com    | origin
          server.publicUrl       | https://a.b/c  | origin
          server.publicUrl       | https://u@a.b  | origin
          server.publicUrl       | ftp://a.b      | origin
          server.publicUrl       | https://a.b:99999 | origin
          server.allowedOrigins  | *              | origin
          log.level              | loud           | error, warn, info or debug
          proxies.trusted        | 10.1           | such as 10.0.0.0/8
          proxies.trusted        | 10.0.0.0/33    | such as 10.0.0.0/8
          proxies.trusted        | 10.0.0.01      | such as 10.0.0.0/8
          proxies.trusted        | 10.0.0.256     | such as 10.0.0.0/8
          proxies.trusted        | 2001:db8::/129 | such as 10.0.0.0/8
          proxies.trusted        | ::ffff:10.0.0.0/90 | such as 10.0.0.0/8
          proxies.trusted        | fe80::1%1      | such as 10.0.0.0/8
          proxies.trusted        | 10.0.0.0/      | such as 10.0.0.0/8
          proxies.trusted        | proxy.example  | such as 10.0.0.0/8
          proxies.clientAddressHeader | X-Real-IP | X-Forwarded-For, Forwarded, CF-Connecting-IP
          proxies.countryHeader  | CF IPCountry   | name of a header
          privacy.storedAddress  | half           | prefix, full or none
          identify.order         | oracle         | each of clearbit, enrichSo
          identify.clearbit.baseUrl | clearbit.com | address such as
          identify.clearbit.baseUrl | https://u:p@a.example | address such as
          identify.snitcher.baseUrl | ftp://a.example | address such as
          identify.ipinfo.edition | plus | lite, core or full
          identify.generic.name | company.name | JSON pointer
          identify.generic.url | https://a.example/x | {ip}
          identify.generic.headerName | Host | header
          identify.reverseDns.servers | dns.example | addresses such as
          identify.snitcher.allowance.dailyMaxCredits | 0 | 1 to 1000000000
          """)
  void aBadValueIsNamedWithKeyValueRangeAndSource(String key, String value, String allowed) {
    refused(
        Map.of(ConfigLoader.variable(key), value),
        Map.of(),
        key,
        value,
        allowed,
        ConfigLoader.variable(key));
  }

  @Test
  void aSourceStandsOnceInTheOrder() {
    refused(Map.of(), Map.of("identify.order", "generic, ipinfo, generic"), "generic", "once");
  }

  @Test
  void whatIsEnabledNeedsItsKey() {
    for (String api : List.of("clearbit", "enrichSo", "snitcher", "ipinfo")) {
      refused(
          Map.of(),
          Map.of("identify." + api + ".enabled", "true"),
          "identify." + api + ".key is empty");
    }
    refused(Map.of(), Map.of("identify.generic.enabled", "true"), "identify.generic.url is empty");
    refused(
        Map.of(),
        Map.of(
            "identify.generic.enabled", "true", "identify.generic.url", "https://a.example/{ip}"),
        "identify.generic.name is empty");
  }

  @Test
  void aSecretIsNeverPrinted() {
    Config c = load(Map.of("TIPPEN_IDENTIFY_CLEARBIT_KEY", "sk_very-secret"), Map.of());
    Secret key = c.identify().clearbit().key();
    assertEquals("sk_very-secret", key == null ? null : key.reveal());
    assertTrue(!c.toString().contains("very-secret"), c.toString());
    ConfigException e =
        assertThrows(
            ConfigException.class,
            () -> load(Map.of("TIPPEN_IDENTIFY_CLEARBIT_KEY", "very-secret\nX: y"), Map.of()));
    for (Throwable t = e; t != null; t = t.getCause()) {
      assertTrue(!t.toString().contains("very-secret"), t.toString());
    }
  }

  @Test
  void originsAreNormalized() {
    assertEquals("https://example.com", Origin.normalize("HTTPS://Example.com:443/"));
    assertEquals("http://example.com:8080", Origin.normalize(" http://example.com:8080 "));
    assertEquals("http://[::1]", Origin.normalize("http://[::1]:80/"));
  }

  @Test
  void theAddressForPeople() {
    assertEquals("http://127.0.0.1:8787", Config.DEFAULTS.server().address());
    assertEquals("http://[::1]:1", new Config.Server("::1", 1, null, List.of()).address());
    assertEquals("https://a.b", new Config.Server("::1", 1, "https://a.b/", List.of()).address());
  }

  private static Config load(Map<String, String> environment, Map<String, String> settings) {
    return ConfigLoader.load(environment, new ConfigLoader.Flags(null, settings));
  }

  private static void refused(
      Map<String, String> environment, Map<String, String> settings, String... parts) {
    ConfigException e = assertThrows(ConfigException.class, () -> load(environment, settings));
    for (String part : parts) {
      assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage() + " <- " + part);
    }
  }

  private Path file(String name, Map<String, String> values) throws IOException {
    Path file = folder.resolve(name);
    Files.write(
        file, values.entrySet().stream().map(e -> e.getKey() + " = " + e.getValue()).toList());
    return file;
  }
}
