package dev.tippen.admission;

import dev.tippen.bench.Micro;
import dev.tippen.config.Config;
import dev.tippen.enrich.address.IpAddress;
import dev.tippen.event.ApiKey;
import dev.tippen.store.KeyDirectory;
import dev.tippen.store.KeyStore;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// May this event come in, on a server with a thousand sites.
public class AdmissionBench extends Micro {
  private static final int KEYS = 1_000;
  private static final int MOST = 10_000_000;

  /// Limits are asked for each event and never refuse: a refusal would be another path.
  private static final Config.RateLimits NEVER_REACHED =
      new Config.RateLimits(true, MOST, MOST, MOST, MOST, 1_000, MOST, MOST);

  private static final String ORIGIN = "https://www.example.com";

  private @SuppressWarnings("NullAway.Init") KeyDirectory keys;
  private @SuppressWarnings("NullAway.Init") Admission admission;
  private final @Nullable IpAddress address = IpAddress.parse("203.0.113.77");
  private int next;

  @Setup
  public void open() {
    keys = new KeyDirectory(new Keys());
    admission =
        new Admission(
            keys, new RateLimits(NEVER_REACHED, System::nanoTime), (visitorId, siteHost) -> null);
  }

  @TearDown
  public void close() {
    keys.close();
  }

  @Benchmark
  public @Nullable Object address() {
    return admission.admitAddress(address, 1);
  }

  @Benchmark
  public Object knownKey() {
    return admission.admitEvent(Keys.TEXTS[next()], ORIGIN);
  }

  @Benchmark
  public Object unknownKey() {
    return admission.admitEvent("client_nobody_1790000000000_x", ORIGIN);
  }

  private int next() {
    next = next + 1 < KEYS ? next + 1 : 0;
    return next;
  }

  /// Every second key allows one origin only.
  private static final class Keys implements KeyStore {
    static final String[] TEXTS =
        IntStream.range(0, KEYS)
            .mapToObj(i -> "client_site" + i + "_1790000000000_T3uYpWq8sRk2vLx0Zb5nMd7c")
            .toArray(String[]::new);

    private final List<ApiKey> all =
        IntStream.range(0, KEYS)
            .mapToObj(i ->
                new ApiKey(
                    i + 1,
                    TEXTS[i],
                    ApiKey.Type.CLIENT,
                    null,
                    null,
                    ApiKey.Status.ACTIVE,
                    i % 2 == 0 ? List.of() : List.of(ORIGIN),
                    false,
                    null))
            .toList();

    @Override
    public long version() {
      return 1;
    }

    @Override
    public List<ApiKey> all() {
      return all;
    }

    @Override
    public ApiKey create(NewKey key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean revoke(String text) {
      throw new UnsupportedOperationException();
    }
  }
}
