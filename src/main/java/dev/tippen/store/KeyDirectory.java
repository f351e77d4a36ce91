package dev.tippen.store;

import dev.tippen.event.ApiKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All keys in memory, so that admitting an event never asks the database. Follows changes made by
/// this process or by a command line within [#POLL_MS]. Safe for all threads; look-ups don't block.
public final class KeyDirectory implements AutoCloseable {
  static final long POLL_MS = 250;

  private static final Logger log = LoggerFactory.getLogger(KeyDirectory.class);

  private final KeyStore store;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService poller =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("key-directory").daemon(true).factory());
  private volatile Keys keys = new Keys(-1, Map.of(), Map.of());

  private record Keys(long version, Map<String, ApiKey> byText, Map<Integer, ApiKey> byId) {}

  public KeyDirectory(KeyStore store) {
    this.store = store;
    refresh();
    poller.scheduleWithFixedDelay(this::poll, POLL_MS, POLL_MS, TimeUnit.MILLISECONDS);
  }

  public @Nullable ApiKey find(String text) {
    return keys.byText.get(text);
  }

  public @Nullable ApiKey byId(int id) {
    return keys.byId.get(id);
  }

  public Collection<ApiKey> all() {
    return keys.byText.values();
  }

  /// Called after every change, on the thread that noticed it.
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /// Reads the keys again if they changed. Blocks on the database.
  public synchronized void refresh() {
    long version = store.version();
    if (version == keys.version) return;
    List<ApiKey> all = store.all();
    keys =
        new Keys(
            version,
            all.stream().collect(Collectors.toUnmodifiableMap(ApiKey::text, k -> k)),
            all.stream().collect(Collectors.toUnmodifiableMap(ApiKey::id, k -> k)));
    listeners.forEach(Runnable::run);
  }

  private void poll() {
    try {
      refresh();
    } catch (RuntimeException e) {
      log.warn("keys could not be read again, the known ones stay in force: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    poller.shutdownNow();
  }
}
