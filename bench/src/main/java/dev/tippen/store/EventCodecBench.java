package dev.tippen.store;

import dev.tippen.bench.Micro;
import dev.tippen.event.ApiKey;
import dev.tippen.event.CompanySource;
import dev.tippen.event.EventKind;
import dev.tippen.event.TrackedEvent;
import dev.tippen.event.TrackedEvent.Activity;
import dev.tippen.event.TrackedEvent.Client;
import dev.tippen.event.TrackedEvent.Company;
import dev.tippen.event.TrackedEvent.Page;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/// From an event to its bytes in the spool.
public class EventCodecBench extends Micro {
  private static final int BATCH = 128;
  private static final long NOW_MS = 1_790_000_000_000L;
  private static final ApiKey KEY =
      new ApiKey(
          1,
          ApiKey.DEMO_TEXT,
          ApiKey.Type.TEST,
          null,
          null,
          ApiKey.Status.ACTIVE,
          List.of(),
          true,
          null);

  private final TrackedEvent event =
      new TrackedEvent(
          KEY,
          "visitor_1790000000000_k3j9x0q2z",
          "pageview",
          EventKind.PAGE_VIEW,
          NOW_MS,
          NOW_MS,
          "01a0c5e2-5c00-7abc-8def-0123456789ab",
          1,
          "01a0c5e2-5c00-7abc-8def-ba9876543210",
          "www.example.com",
          new Page(
              "https://www.example.com/products/standing-desk",
              "Standing desk",
              "https://www.google.com/"),
          new Client(
              "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like"
                  + " Gecko) Chrome/141.0.0.0 Safari/537.36",
              "Mac - Chrome",
              "1920x1080",
              "en-US",
              "Europe/Berlin",
              "203.0.113.0"),
          new Company("example.com Visitor", CompanySource.FALLBACK),
          "Europe/Berlin",
          null,
          Activity.ACTIVE,
          null,
          null);

  private final List<byte[]> batch = Collections.nCopies(BATCH, EventCodec.encode(event));

  @Benchmark
  public byte[] encode() {
    return EventCodec.encode(event);
  }

  @Benchmark
  public byte[] batchOf128() {
    return EventCodec.batch(batch);
  }
}
