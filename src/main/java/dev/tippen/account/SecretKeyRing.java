package dev.tippen.account;

import dev.tippen.store.KeyDirectory;
import dev.tippen.store.SecretKeyStore;
import dev.tippen.store.SecretKeyStore.SecretKey;
import dev.tippen.store.StoreException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The secret keys in force, in memory. A change only marks the copy as old; the next request reads
/// again. So a database that fails at the wrong moment can't keep a revoked key alive: requests
/// fail until it answers. Safe for all threads.
final class SecretKeyRing {
  private static final Logger log = LoggerFactory.getLogger(SecretKeyRing.class);

  private final SecretKeyStore store;
  private final InstantSource clock;
  private final AtomicLong changes = new AtomicLong();
  private volatile Ring ring = new Ring(-1, Map.of());

  private record Ring(long changes, Map<String, Entry> byId) {}

  private static final class Entry {
    final byte[] hash;
    final String apiKey;
    final AtomicLong usedAtMs;

    Entry(SecretKey key) {
      hash = key.hash();
      apiKey = key.apiKey();
      Long used = key.lastUsedAtMs();
      usedAtMs = new AtomicLong(used == null ? 0 : used);
    }
  }

  SecretKeyRing(SecretKeyStore store, KeyDirectory keys, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    keys.onChange(changes::incrementAndGet);
  }

  /// The site that the key opens. Blocks on the database after a change, and to note the use at
  /// most once a minute.
  ///
  /// @param text of the form of a secret key
  /// @return null for unknown, wrong and revoked alike
  @Nullable String open(String text) {
    Entry entry = match(current(), text);
    if (entry == null) return null;
    markUsed(SecretKeys.id(text), entry);
    return entry.apiKey;
  }

  /// Whether [#open] would not touch the database for any of these.
  boolean opensWithoutStore(List<String> texts) {
    Ring known = ring;
    if (known.changes != changes.get()) return false;
    for (String text : texts) {
      Entry entry = match(known, text);
      if (entry != null && useIsDue(entry.usedAtMs.get())) return false;
    }
    return true;
  }

  private static @Nullable Entry match(Ring ring, String text) {
    Entry entry = ring.byId.get(SecretKeys.id(text));
    return entry != null && MessageDigest.isEqual(entry.hash, Tokens.hash(text)) ? entry : null;
  }

  private Ring current() {
    Ring known = ring;
    return known.changes == changes.get() ? known : load();
  }

  private synchronized Ring load() {
    // Counted before reading: a change in between makes the copy old at once.
    long seen = changes.get();
    if (ring.changes == seen) return ring;
    Ring fresh =
        new Ring(
            seen,
            store.active().stream()
                .collect(Collectors.toUnmodifiableMap(SecretKey::id, Entry::new)));
    ring = fresh;
    return fresh;
  }

  private boolean useIsDue(long usedAtMs) {
    return clock.millis() - usedAtMs >= SecretKeyStore.USE_RESOLUTION_MS;
  }

  private void markUsed(String id, Entry entry) {
    long before = entry.usedAtMs.get();
    if (!useIsDue(before)) return;
    long nowMs = clock.millis();
    if (!entry.usedAtMs.compareAndSet(before, nowMs)) return;
    try {
      store.markUsed(id, nowMs);
    } catch (StoreException e) {
      // A note for the owner, not worth refusing a read for; the next minute tries again.
      log.warn("the last use of secret key {} could not be noted: {}", id, e.getMessage());
    }
  }
}
