package dev.tippen.store;

import dev.tippen.event.Problem;
import dev.tippen.store.BatchWriter.BatchFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the store takes events now, for those who decide where to send them. It is the outcome
/// of the last write that says so: a full disk is noticed by the batch that fails, and is over with
/// the first write that succeeds. Safe for all threads.
public final class StoreHealth {
  private static final Logger log = LoggerFactory.getLogger(StoreHealth.class);

  private volatile boolean refusing;
  private volatile boolean broken;
  private volatile boolean closing;

  /// What keeps the store from taking events, null if nothing does.
  public @Nullable Problem trouble() {
    if (broken || refusing) return Problem.STORE_FAILED;
    return closing ? Problem.SHUTTING_DOWN : null;
  }

  /// Call first when the server is asked to stop.
  public void closing() {
    closing = true;
  }

  /// The disk failed. Nothing makes this well again but a new process.
  public void broken() {
    broken = true;
  }

  boolean isRefusing() {
    return refusing;
  }

  void committed() {
    if (!refusing) return;
    refusing = false;
    log.info("the store takes events again");
  }

  void failed(BatchFailure failure) {
    switch (failure.kind()) {
      case DATUM -> {} // says something about an event, nothing about the disk
      case UNAVAILABLE -> {
        // Once, not for each batch: a log on the same full disk would only be lost.
        if (!refusing)
          log.warn("events are refused until a write succeeds: {}", failure.getMessage());
        refusing = true;
      }
      case BROKEN -> broken();
    }
  }
}
