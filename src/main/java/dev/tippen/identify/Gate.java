package dev.tippen.identify;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides whether one source may be asked now: pauses that it asked for, breaker, pace, budget,
/// and how many calls run at a time. Safe for all threads.
final class Gate {
  static final long QUOTA_PAUSE_MS = TimeUnit.HOURS.toMillis(1);
  static final long KEY_PAUSE_MS = TimeUnit.HOURS.toMillis(1);
  private static final long BUSY_MS = 1_000;
  static final long WAIT_MS = TimeUnit.SECONDS.toMillis(60);

  /// A source that says nothing but "wait" for so long has no credits left for us.
  static final long WAIT_IS_QUOTA_MS = TimeUnit.MINUTES.toMillis(10);

  private static final Logger log = LoggerFactory.getLogger(Gate.class);

  private final String title;
  private final Allowance allowance;
  private final Breaker breaker = new Breaker();
  private final Pace pace;
  private final Budget budget;
  private final InstantSource clock;
  private int running;
  private long pausedUntilMs;
  private Status pauseStatus = Status.SKIPPED;
  private String pauseReason = "";
  private long waitingSinceMs;

  /// Why a call may not start.
  ///
  /// @param retryAtMs when it may at the earliest
  /// @param passing a reason of ours that is soon over
  record Refusal(Status status, String reason, long retryAtMs, boolean passing) {}

  Gate(String title, Allowance allowance, Budget budget, InstantSource clock) {
    this.title = title;
    this.allowance = allowance;
    this.pace = new Pace(allowance.callsPerMinuteMax());
    this.budget = budget;
    this.clock = clock;
  }

  /// Waits while too many calls run or the source was asked too often, at most for the given time.
  ///
  /// @return null: the call may start, and [#leave] must follow
  synchronized @Nullable Refusal enter(long waitMaxMs) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMaxMs);
    while (true) {
      long now = clock.millis();
      Refusal refusal = running < allowance.concurrentMax() ? refusal(now) : busy(now);
      if (refusal == null) running++;
      if (refusal == null || !refusal.passing()) return refusal;
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (leftMs <= 0) return refusal;
      wait(Math.clamp(refusal.retryAtMs - now, 1, leftMs));
    }
  }

  private Refusal busy(long now) {
    return new Refusal(
        Status.RATE_LIMITED, "Too much is asked of " + title + " at a time.", now + BUSY_MS, true);
  }

  private @Nullable Refusal refusal(long now) {
    if (now < pausedUntilMs) {
      return new Refusal(pauseStatus, pauseReason, pausedUntilMs, false);
    }
    int credits = allowance.creditsPerCall();
    if (!breaker.tryStart(now)) {
      return new Refusal(
          Status.FAILED,
          title + " fails at the moment and is asked again later.",
          Math.max(breaker.openUntilMs(), now + Breaker.OPEN_MIN_MS),
          false);
    }
    if (!budget.tryTake(credits, now)) {
      breaker.cancelled();
      return new Refusal(
          Status.SKIPPED,
          "The budget for " + title + " is used up.",
          budget.renewsAtMs(credits, now),
          false);
    }
    long waitMs = pace.tryTake(now);
    if (waitMs > 0) {
      breaker.cancelled();
      budget.correct(-credits, now);
      return new Refusal(
          Status.RATE_LIMITED, title + " is asked only so often a minute.", now + waitMs, true);
    }
    return null;
  }

  /// A call has ended.
  ///
  /// @return credits that it used
  synchronized int leave(Answer answer) {
    running--;
    notifyAll();
    long now = clock.millis();
    breaker.done(answer.status() == Status.FAILED, now);
    int taken = allowance.creditsPerCall();
    int used = used(answer, taken);
    budget.correct(used - taken, now);
    if (budget.isWarningDue(now)) {
      log.warn(
          "{} has used {} of {} credits today and {} of {} this month",
          title,
          budget.dayCredits(now),
          allowance.dailyMaxCredits(),
          budget.monthCredits(now),
          allowance.monthlyMaxCredits());
    }
    pauseAfter(answer, now);
    return used;
  }

  private static int used(Answer answer, int taken) {
    if (answer.creditsUsed() >= 0) return answer.creditsUsed();
    return switch (answer.status()) {
      case FOUND, NOT_FOUND -> taken;
      case FAILED -> answer.failure() == Answer.Failure.UNCERTAIN ? taken : 0;
      case PENDING, QUOTA, RATE_LIMITED, INVALID, SKIPPED -> 0;
    };
  }

  private void pauseAfter(Answer answer, long now) {
    long toldMs = TimeUnit.SECONDS.toMillis(answer.retryAfterSeconds());
    if (answer.status() != Status.RATE_LIMITED || toldMs > 0) waitingSinceMs = 0;
    switch (answer.status()) {
      case QUOTA -> pause(Status.QUOTA, answer, now + (toldMs > 0 ? toldMs : QUOTA_PAUSE_MS));
      case RATE_LIMITED -> {
        if (toldMs == 0 && waitingSinceMs == 0) waitingSinceMs = now;
        if (toldMs == 0 && now - waitingSinceMs >= WAIT_IS_QUOTA_MS) {
          pause(Status.QUOTA, answer, now + QUOTA_PAUSE_MS);
        } else {
          pause(Status.RATE_LIMITED, answer, now + (toldMs > 0 ? toldMs : WAIT_MS));
        }
      }
      case INVALID -> {
        if (answer.failure() != Answer.Failure.KEY) return;
        log.error("{} refuses the key; it is not asked for an hour", title);
        pause(Status.INVALID, answer, now + KEY_PAUSE_MS);
      }
      case FOUND, NOT_FOUND, PENDING, FAILED, SKIPPED -> {}
    }
  }

  private void pause(Status status, Answer answer, long untilMs) {
    if (untilMs < pausedUntilMs) return;
    pausedUntilMs = untilMs;
    pauseStatus = status;
    pauseReason = answer.reason();
  }

  synchronized Health health() {
    long now = clock.millis();
    String state = "ready";
    if (now < pausedUntilMs) {
      state = pauseStatus.text();
    } else if (breaker.isOpen()) {
      state = Status.FAILED.text();
    }
    return new Health(
        state, running, budget.dayCredits(now), budget.monthCredits(now), pausedUntilMs);
  }

  /// @param state `ready`, or the status that answers get without asking
  record Health(
      String state, int running, long dayCredits, long monthCredits, long pausedUntilMs) {}
}
