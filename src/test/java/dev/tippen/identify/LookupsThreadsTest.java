package dev.tippen.identify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.config.Config;
import dev.tippen.config.ConfigLoader;
import dev.tippen.store.LookupStore;
import dev.tippen.store.LookupStore.Which;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import dev.tippen.store.sqlite.SqliteLookupStore;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Configuration, threads, sockets and database together.
class LookupsThreadsTest {
  private static final InetAddress A = InetAddress.ofLiteral("198.51.100.7");
  private static final String ACME =
      "{\"type\":\"company\",\"company\":{\"name\":\"Acme\",\"domain\":\"acme.example\"}}";

  @TempDir Path folder;
  private LookupStore store;

  @BeforeEach
  void open() {
    store = new SqliteLookupStore(new DirectAccess(Database.open(folder)));
  }

  private Lookups lookups(Map<String, String> settings) throws Exception {
    Config.Identify config =
        ConfigLoader.load(Map.of(), new ConfigLoader.Flags(null, settings)).identify();
    Lookups lookups =
        Lookups.open(
            config,
            folder,
            store,
            NetworkNames.NOBODY,
            _ -> true,
            InstantSource.system(),
            new SecureRandom());
    lookups.start();
    return lookups;
  }

  private static Map<String, String> clearbit(FakeService service) {
    return Map.of(
        "identify.clearbit.enabled", "true",
        "identify.clearbit.key", "sk_secret",
        "identify.clearbit.baseUrl", service.uri().toString());
  }

  private static void eventually(BooleanSupplier holds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!holds.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "it did not come");
      Thread.sleep(5);
    }
  }

  private static Resolution ask(Lookups lookups, InetAddress address) throws Exception {
    AtomicReference<Resolution> heard = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(1);
    lookups.request(
        address,
        r -> {
          heard.set(r);
          done.countDown();
        });
    assertTrue(done.await(60, TimeUnit.SECONDS));
    return heard.get();
  }

  @Test
  void thousandFirstVisitsAtOnceAreOneCall() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    FakeService.Reply slow =
        (out, closed) -> {
          mayAnswer.await(60, TimeUnit.SECONDS);
          FakeService.json(200, ACME).write(out, closed);
        };
    try (FakeService service = FakeService.always(slow);
        Lookups lookups = lookups(clearbit(service))) {
      AtomicInteger found = new AtomicInteger();
      CountDownLatch go = new CountDownLatch(1);
      CountDownLatch asked = new CountDownLatch(1_000);
      for (int i = 0; i < 1_000; i++) {
        Thread.ofVirtual()
            .start(() -> {
              try {
                go.await();
                lookups.request(
                    A,
                    r -> {
                      if (r.isFound()) found.incrementAndGet();
                    });
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              } finally {
                asked.countDown();
              }
            });
      }
      go.countDown();
      asked.await();
      mayAnswer.countDown();
      eventually(() -> found.get() == 1_000);
      assertEquals(1, service.requests().size());
      assertEquals(1, lookups.sources().getFirst().sinceStart().calls());
    }
  }

  @Test
  void answersAndBudgetAreThereAfterARestart() throws Exception {
    try (FakeService service = FakeService.always(FakeService.json(200, ACME))) {
      Map<String, String> settings = new HashMap<>(clearbit(service));
      settings.put("identify.clearbit.allowance.dailyMaxCredits", "2");
      try (Lookups lookups = lookups(settings)) {
        assertTrue(ask(lookups, A).isFound());
        assertTrue(ask(lookups, InetAddress.ofLiteral("198.51.100.8")).isFound());
      }
      try (Lookups restarted = lookups(settings)) {
        assertTrue(ask(restarted, A).isFound());
        Resolution third = ask(restarted, InetAddress.ofLiteral("198.51.100.9"));
        assertEquals(Status.SKIPPED, third.elected().status());
      }
      assertEquals(2, service.requests().size());
    }
  }

  @Test
  void aRunningServerFollowsTheCommandLine() throws Exception {
    try (FakeService service = FakeService.always(FakeService.json(200, ACME));
        Lookups lookups = lookups(clearbit(service))) {
      assertTrue(ask(lookups, A).isFound());
      eventually(() -> store.count(Which.ALL).rows() == 1);
      store.expire(Which.ALL);
      eventually(() -> lookups.peek(A) == null);
      assertTrue(ask(lookups, A).isFound());
      assertEquals(2, service.requests().size());
    }
  }

  @Test
  void theDatabaseHoldsNoAddressAndNoKey() throws Exception {
    InetAddress v6 = InetAddress.ofLiteral("2001:db8:aaaa:bbbb::7");
    try (FakeService service = FakeService.always(FakeService.json(200, ACME));
        Lookups lookups = lookups(clearbit(service))) {
      ask(lookups, A);
      ask(lookups, v6);
    }
    assertEquals(2, store.count(Which.ALL).rows());
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String secret : List.of("198.51.100.7", "aaaa:bbbb", "sk_secret")) {
          assertFalse(bytes.contains(secret), file + " holds " + secret);
        }
      }
    }
    assertTrue(
        Files.readString(folder.resolve("tippen.db"), StandardCharsets.ISO_8859_1)
                .contains("acme.example")
            || Files.readString(folder.resolve("tippen.db-wal"), StandardCharsets.ISO_8859_1)
                .contains("acme.example"),
        "the search finds what is there");
  }

  @Test
  void aHangingSourceHoldsUpNobodyAndClosingDoesNotWaitForIt() throws Exception {
    try (FakeService service = FakeService.always(FakeService.hang())) {
      Map<String, String> settings = new HashMap<>(clearbit(service));
      settings.put("identify.callTimeoutMs", "30000");
      AtomicInteger heard = new AtomicInteger();
      Lookups lookups = lookups(settings);
      for (int i = 0; i < 5_000; i++) {
        InetAddress a = InetAddress.ofLiteral("100.1." + (i >> 8) + "." + (i & 255));
        lookups.cached(a);
        lookups.request(a, _ -> heard.incrementAndGet());
      }
      eventually(() -> lookups.state().flying() == 64);
      eventually(() -> service.requests().size() == 8);
      lookups.close();
      assertEquals(64, heard.get(), "who was being asked about is told");
      assertEquals(4_936, lookups.state().waiting());
    }
  }

  @Test
  void allSourcesAreMadeFromTheConfigurationInItsOrder() throws Exception {
    Map<String, String> settings = new HashMap<>();
    for (String name : List.of("clearbit", "enrichSo", "snitcher", "ipinfo")) {
      settings.put("identify." + name + ".enabled", "true");
      settings.put("identify." + name + ".key", "k");
    }
    settings.put("identify.generic.enabled", "true");
    settings.put("identify.generic.url", "https://api.example:8443/x/{ip}");
    settings.put("identify.generic.domain", "/domain");
    settings.put("identify.reverseDns.enabled", "true");
    settings.put("identify.reverseDns.servers", "192.0.2.53");
    settings.put("identify.order", "reverseDns, snitcher");
    try (Lookups lookups = lookups(settings)) {
      assertEquals(
          List.of(
              "reverse_dns 192.0.2.53",
              "snitcher api.snitcher.com",
              "clearbit reveal.clearbit.com",
              "enrich_so api.enrich.so",
              "ipinfo api.ipinfo.io",
              "generic api.example:8443"),
          lookups.sources().stream().map(s -> s.source() + " " + s.host()).toList());
    }
    try (Lookups off = lookups(Map.of())) {
      assertFalse(off.isOn(), "nobody is asked unless somebody says so");
    }
  }
}
