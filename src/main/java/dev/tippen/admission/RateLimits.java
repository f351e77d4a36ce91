package dev.tippen.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tippen.config.Config;
import dev.tippen.enrich.address.IpAddress;
import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// How many events may come in: per client address, per key and in total, each a token bucket. The
/// address is asked before anything is read of the event, so that a flood costs little; an address
/// of this machine has no limit of its own. Safe for all threads; never blocks.
public final class RateLimits {
  private static final Duration ADDRESS_KEPT = Duration.ofMinutes(10);
  private static final int RETRY_MAX_SECONDS = 60;

  private final Config.RateLimits limits;
  private final LongSupplier nanoClock;
  private final TokenBucket total;
  private final Map<Integer, TokenBucket> byKeyId = new ConcurrentHashMap<>();
  private final Cache<IpAddress, TokenBucket> byAddress;

  /// @param nanoClock never runs backwards
  public RateLimits(Config.RateLimits limits, LongSupplier nanoClock) {
    this.limits = limits;
    this.nanoClock = nanoClock;
    total = new TokenBucket(limits.totalPerSecond(), limits.totalBurst());
    byAddress =
        Caffeine.newBuilder()
            .maximumSize(limits.addressesMax())
            .expireAfterAccess(ADDRESS_KEPT)
            .build();
  }

  /// Asks for one event from a client address, before it is read.
  ///
  /// @param address null if unknown
  /// @return null if it may come in
  public @Nullable Refusal address(@Nullable IpAddress address) {
    return address(address, 1);
  }

  /// As above for several events that came in one request.
  public @Nullable Refusal address(@Nullable IpAddress address, int events) {
    if (!limits.enabled() || address == null || address.isLoopback()) return null;
    TokenBucket bucket =
        byAddress.get(
            ClientNetwork.of(address),
            a -> new TokenBucket(limits.addressPerSecond(), limits.addressBurst()));
    return refusal(bucket.tryTake(events, nanoClock.getAsLong()));
  }

  /// Asks for one event of a key.
  ///
  /// @return null if it may come in
  public @Nullable Refusal key(ApiKey key) {
    if (!limits.enabled()) return null;
    long now = nanoClock.getAsLong();
    TokenBucket bucket =
        byKeyId.computeIfAbsent(
            key.id(), k -> new TokenBucket(limits.keyPerSecond(), limits.keyBurst()));
    long wait = bucket.tryTake(1, now);
    if (wait != 0) return refusal(wait);
    wait = total.tryTake(1, now);
    if (wait == 0) return null;
    // What the server as a whole can't take is not the key's fault.
    bucket.giveBack(1);
    return refusal(wait);
  }

  /// About how many client addresses are remembered.
  long addressesRemembered() {
    byAddress.cleanUp();
    return byAddress.estimatedSize();
  }

  private static @Nullable Refusal refusal(long waitNanos) {
    if (waitNanos == 0) return null;
    long seconds = TimeUnit.NANOSECONDS.toSeconds(waitNanos) + 1;
    return Refusal.retryAfter(Problem.RATE_LIMITED, (int) Math.min(seconds, RETRY_MAX_SECONDS));
  }
}
