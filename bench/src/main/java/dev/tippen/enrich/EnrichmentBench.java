package dev.tippen.enrich;

import dev.tippen.bench.Micro;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;

/// What an event says about its visitor.
public class EnrichmentBench extends Micro {
  private static final String USER_AGENT =
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/141.0.0.0 Safari/537.36";

  private final Enrichment enrichment = new Enrichment();

  /// Read, so that the compiler can't work with constants.
  private String userAgent = USER_AGENT;

  private String url = "https://www.example.com/products/standing-desk";

  @Benchmark
  public @Nullable Object deviceSeenBefore() {
    return enrichment.device(userAgent);
  }

  @Benchmark
  public @Nullable Object robotSeenBefore() {
    return enrichment.exclusion(userAgent, false);
  }

  @Benchmark
  public @Nullable Object company() {
    return enrichment.company(null, url);
  }
}
