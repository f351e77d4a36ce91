package dev.tippen.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.tippen.event.ApiKey;
import dev.tippen.support.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Keys in memory follow those in the database.
@Timeout(30)
class KeyDirectoryTest {
  private final Keys store = new Keys();
  private final KeyDirectory keys = new KeyDirectory(store);

  @AfterEach
  void close() {
    keys.close();
  }

  @Test
  void keysAreFoundByTextAndById() {
    ApiKey one = Events.key(1);
    store.put(one, Events.key(2));
    keys.refresh();
    assertSame(one, keys.find("test_key_1"));
    assertSame(one, keys.byId(1));
    assertNull(keys.find("nope"));
    assertNull(keys.byId(3));
    assertEquals(Set.of(one, Events.key(2)), Set.copyOf(keys.all()));
  }

  @Test
  void aChangeIsNoticedByItselfAndTold() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    keys.onChange(() -> {
      if (keys.find("test_key_7") != null) told.countDown();
    });
    store.put(Events.key(7));
    assertEquals(true, told.await(10, TimeUnit.SECONDS));
  }

  @Test
  void withoutAChangeNothingIsReadAndNobodyTold() {
    AtomicInteger told = new AtomicInteger();
    keys.onChange(told::incrementAndGet);
    store.put(Events.key(1));
    keys.refresh();
    int reads = store.reads.get();
    keys.refresh();
    keys.refresh();
    assertEquals(reads, store.reads.get());
    assertEquals(1, told.get());
  }

  @Test
  void whileTheDatabaseFailsTheKnownKeysStayInForce() throws Exception {
    store.put(Events.key(1));
    keys.refresh();
    store.fails = true;
    int asked = store.asked.get();
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (store.asked.get() < asked + 3 && System.nanoTime() < deadline) Thread.sleep(10);
    assertEquals(true, store.asked.get() >= asked + 3, "asked again after a failure");
    assertEquals(Events.key(1), keys.find("test_key_1"));
    store.fails = false;
    store.put(Events.key(2));
    while (keys.find("test_key_2") == null && System.nanoTime() < deadline) Thread.sleep(10);
    assertEquals(Events.key(2), keys.find("test_key_2"));
  }

  @Test
  void aClosedDirectoryAsksNoMore() throws Exception {
    keys.close();
    Thread.sleep(2 * KeyDirectory.POLL_MS);
    int asked = store.asked.get();
    Thread.sleep(3 * KeyDirectory.POLL_MS);
    assertEquals(asked, store.asked.get());
  }

  private static final class Keys implements KeyStore {
    private final List<ApiKey> keys = new ArrayList<>();
    private long version;
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger reads = new AtomicInteger();
    volatile boolean fails;

    synchronized void put(ApiKey... now) {
      keys.clear();
      keys.addAll(List.of(now));
      version++;
    }

    @Override
    public synchronized long version() {
      asked.incrementAndGet();
      if (fails) throw new StoreException("planted", new IllegalStateException());
      return version;
    }

    @Override
    public synchronized List<ApiKey> all() {
      reads.incrementAndGet();
      return List.copyOf(keys);
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
