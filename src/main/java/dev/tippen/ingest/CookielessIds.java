package dev.tippen.ingest;

import dev.tippen.store.SaltStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ids for visitors whose browser keeps none: the same for one day and site, and afterwards nobody,
/// we included, can tell whose it was. Each is a hash of address and user agent with a random salt
/// that is thrown away at the end of its day (UTC). Safe for all threads; asking never blocks.
public final class CookielessIds implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CookielessIds.class);
  private static final long DAY_MS = 86_400_000;
  private static final long REFRESH_MINUTES = 30;
  private static final int HASH_BYTES = 16;

  private final SaltStore store;
  private final InstantSource clock;
  private final ScheduledExecutorService refresher =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("daily-salt").daemon(true).factory());
  private volatile Salts salts;

  /// Of two days, so that midnight needs no database.
  private record Salts(long day, byte[] today, byte[] tomorrow) {}

  /// Blocks on the database.
  public CookielessIds(SaltStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    salts = load();
    refresher.scheduleWithFixedDelay(
        this::refresh, REFRESH_MINUTES, REFRESH_MINUTES, TimeUnit.MINUTES);
  }

  private Salts load() {
    long day = clock.millis() / DAY_MS;
    return new Salts(day, store.saltOf(day, day), store.saltOf(day + 1, day));
  }

  private void refresh() {
    try {
      salts = load();
    } catch (RuntimeException e) {
      log.warn("the salts of the day could not be read, the known ones stay: {}", e.getMessage());
    }
  }

  String idOf(int apiKeyId, @Nullable String address, @Nullable String userAgent) {
    Salts s = salts;
    byte[] salt = clock.millis() / DAY_MS > s.day ? s.tomorrow : s.today;
    MessageDigest sha = sha256();
    sha.update(salt);
    sha.update((apiKeyId + "|" + address + "|" + userAgent).getBytes(StandardCharsets.UTF_8));
    byte[] hash = Arrays.copyOf(sha.digest(), HASH_BYTES);
    return "cookieless_" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every JDK has SHA-256", e);
    }
  }

  @Override
  public void close() {
    refresher.shutdownNow();
  }
}
