package dev.tippen.enrich;

import dev.tippen.bench.Micro;
import dev.tippen.config.Config;
import dev.tippen.enrich.address.IpAddress;
import dev.tippen.enrich.address.PublicAddresses;
import dev.tippen.enrich.address.StoredAddress;
import dev.tippen.enrich.agent.Agent;
import dev.tippen.enrich.agent.AgentsBench;
import dev.tippen.enrich.agent.ClientHints;
import dev.tippen.enrich.place.AddressDirectory;
import dev.tippen.enrich.place.Place;
import dev.tippen.enrich.place.Places;
import dev.tippen.enrich.place.Surroundings;
import dev.tippen.enrich.source.OwnerRules;
import dev.tippen.event.ApiKey;
import dev.tippen.event.EventKind;
import dev.tippen.identify.Companies;
import dev.tippen.identify.Identification;
import dev.tippen.identify.Identity;
import dev.tippen.identify.Lookups;
import dev.tippen.identify.MatchRate;
import dev.tippen.identify.PrefixNames;
import dev.tippen.store.CompanyStore;
import dev.tippen.store.CountStore;
import dev.tippen.store.DailyCounts;
import dev.tippen.store.LookupStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// All that is found out about a page view while it is taken in: 20,000 public addresses and 500
/// agents in turn, with a table of 100,000 networks, everything local, no look-ups.
public class EnrichmentBench extends Micro {
  private static final int ADDRESSES = 20_000;
  private static final int NETWORKS = 100_000;
  private static final ApiKey KEY =
      new ApiKey(
          1,
          ApiKey.DEMO_TEXT,
          ApiKey.Type.TEST,
          "Demo",
          "example.com",
          ApiKey.Status.ACTIVE,
          List.of("https://www.example.com"),
          true,
          null);
  private static final String[] REFERRERS = {
    "https://www.google.com/", "https://chatgpt.com/", "https://blog.partner.example/post", ""
  };

  private final Random random = new Random(1);
  private final IpAddress[] addresses = new IpAddress[ADDRESSES];
  private final String[] agents = AgentsBench.agents();
  private String url = "https://www.example.com/products?utm_source=news&utm_medium=email";
  private int next;

  private @SuppressWarnings("NullAway.Init") Path table;
  private @SuppressWarnings("NullAway.Init") AddressDirectory directory;
  private @SuppressWarnings("NullAway.Init") Enrichment enrichment;
  private @SuppressWarnings("NullAway.Init") Identification identification;
  private @SuppressWarnings("NullAway.Init") DailyCounts counts;

  @Setup
  public void open() throws IOException, InterruptedException {
    for (int i = 0; i < ADDRESSES; i++) {
      IpAddress address;
      do {
        address = IpAddress.parse(randomAddress());
      } while (address == null || !PublicAddresses.STANDARD.mayBeLookedUp(address));
      addresses[i] = address;
    }
    table = Files.createTempFile("tippen-bench", ".csv");
    try (BufferedWriter out = Files.newBufferedWriter(table)) {
      out.write("cidr,asn,organisation\n");
      for (int i = 0; i < NETWORKS; i++) {
        String kind = i % 2 == 0 ? " Ltd" : " Telecom";
        out.write(randomAddress() + "/20," + i % 9_000 + ",Org " + i % 9_000 + kind + "\n");
      }
    }
    InstantSource clock = InstantSource.system();
    directory =
        new AddressDirectory(
            new Config.Places(List.of(), table, null), PublicAddresses.STANDARD, clock);
    directory.awaitLoaded(Duration.ofMinutes(2));
    enrichment = new Enrichment(directory, OwnerRules.NONE, clock);
    counts = new DailyCounts(empty(CountStore.class), clock);
    Lookups lookups =
        new Lookups(
            List.of(),
            empty(LookupStore.class),
            PrefixNames.unused(),
            a -> false,
            new Lookups.Limits(1, 1, 1, 1),
            clock,
            RandomGenerator.getDefault());
    identification =
        new Identification(
            new Companies(empty(CompanyStore.class), clock),
            lookups,
            directory,
            new MatchRate(counts),
            clock);
  }

  /// A store without anything in it.
  private static <T> T empty(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, _) -> method.getReturnType() == Map.class ? Map.of() : List.of()));
  }

  private String randomAddress() {
    return random.nextInt(1, 224)
        + "."
        + random.nextInt(256)
        + "."
        + random.nextInt(256)
        + "."
        + random.nextInt(256);
  }

  @Benchmark
  public Object pageView() {
    next = next + 1 == ADDRESSES ? 0 : next + 1;
    IpAddress address = addresses[next];
    Surroundings around = enrichment.surroundings(address);
    Agent agent = enrichment.agent(agents[next % agents.length], ClientHints.NONE);
    Place place = enrichment.place(around, null, "Australia/Sydney");
    Object company = identification.of(KEY, around, address, Identity.NONE, true, url);
    Object facts =
        enrichment.facts(
            KEY,
            "visitor_" + (next & 1023),
            EventKind.PAGE_VIEW,
            agent,
            around,
            place,
            url,
            REFERRERS[next & 3]);
    return List.of(
        company,
        facts,
        String.valueOf(Places.text(place, "Australia/Sydney")),
        String.valueOf(StoredAddress.of(address, Config.StoredAddress.PREFIX)));
  }

  @TearDown
  public void close() throws IOException {
    directory.close();
    counts.close();
    Files.delete(table);
  }
}
