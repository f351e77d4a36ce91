package dev.tippen.identify;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that stands still until a test moves it.
final class ManualClock implements InstantSource {
  private final AtomicLong nowMs;

  ManualClock(String instant) {
    nowMs = new AtomicLong(Instant.parse(instant).toEpochMilli());
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(nowMs.get());
  }

  @Override
  public long millis() {
    return nowMs.get();
  }

  void add(Duration time) {
    nowMs.addAndGet(time.toMillis());
  }

  void addMs(long ms) {
    nowMs.addAndGet(ms);
  }
}
