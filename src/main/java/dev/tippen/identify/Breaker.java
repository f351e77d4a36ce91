package dev.tippen.identify;

/// Stops asking a source that fails, and tries it again one question at a time. Opens when at least
/// half of the last [#WINDOW] calls failed, of [#CALLS_MIN] or more; stays open for 2 s, and twice
/// as long after each probe that fails, up to 30 s. Not safe for threads: [Gate] locks.
final class Breaker {
  static final int WINDOW = 20;
  static final int CALLS_MIN = 10;
  static final long OPEN_MIN_MS = 2_000;
  static final long OPEN_MAX_MS = 30_000;

  private final boolean[] failures = new boolean[WINDOW];
  private int calls;
  private int failed;
  private int next;
  private int running;
  private boolean open;
  private long openMs = OPEN_MIN_MS;
  private long openUntilMs;

  /// @return whether a call may start; then [#done] must follow
  boolean tryStart(long nowMs) {
    if (open && (nowMs < openUntilMs || running > 0)) return false;
    // While most calls fail, those under way count as failed too: a dead source is not flooded by
    // questions that all started before the first of them failed.
    if (!open && 2 * failed >= calls && failed > 0 && failed + running >= CALLS_MIN) return false;
    running++;
    return true;
  }

  /// @param failure network, time-out, 5xx, an unreadable answer; not "nothing found" and not
  ///   "wait"
  void done(boolean failure, long nowMs) {
    running--;
    if (open) {
      probed(failure, nowMs);
      return;
    }
    if (calls == WINDOW) {
      if (failures[next]) failed--;
    } else {
      calls++;
    }
    failures[next] = failure;
    if (failure) failed++;
    next = (next + 1) % WINDOW;
    if (calls >= CALLS_MIN && 2 * failed >= calls) open(nowMs);
  }

  private void probed(boolean failure, long nowMs) {
    if (failure) {
      openMs = Math.min(2 * openMs, OPEN_MAX_MS);
      openUntilMs = nowMs + openMs;
    } else if (running == 0) {
      open = false;
      openMs = OPEN_MIN_MS;
      calls = 0;
      failed = 0;
      next = 0;
    }
  }

  private void open(long nowMs) {
    open = true;
    openUntilMs = nowMs + openMs;
  }

  /// A call that was allowed did not take place.
  void cancelled() {
    running--;
  }

  boolean isOpen() {
    return open;
  }

  long openUntilMs() {
    return openUntilMs;
  }
}
