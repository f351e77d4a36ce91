package dev.tippen.identify;

import dev.tippen.event.Confidence;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One source with its gate and its counters: asks it and says how long the answer holds. Safe for
/// all threads.
final class Lane {
  /// How long to wait before asking again for what a source is still working on.
  static final long[] PENDING_MS = {5_000, 15_000, 60_000, 300_000};

  private static final Logger log = LoggerFactory.getLogger(Lane.class);
  private static final long ENTER_WAIT_MS = 10_000;

  private final Provider provider;
  private final Gate gate;
  private final Tally tally;
  private final Lifetimes lifetimes;
  private final InstantSource clock;

  Lane(Provider provider, Gate gate, Tally tally, Lifetimes lifetimes, InstantSource clock) {
    this.provider = provider;
    this.gate = gate;
    this.tally = tally;
    this.lifetimes = lifetimes;
    this.clock = clock;
  }

  String source() {
    return provider.source();
  }

  Provider provider() {
    return provider;
  }

  Gate gate() {
    return gate;
  }

  Tally tally() {
    return tally;
  }

  /// @param outcome what to keep as evidence
  /// @param asked whether the source was really asked
  /// @param matched the network that the source's answer holds for, null: it named none
  record Asked(Outcome outcome, boolean asked, @Nullable Prefix matched) {}

  /// @param pendings how often the source said before that it works on this address
  /// @param failures how often in a row it failed about this address before
  Asked ask(InetAddress address, int pendings, int failures) throws InterruptedException {
    Gate.Refusal refusal = gate.enter(ENTER_WAIT_MS);
    if (refusal != null) {
      long now = clock.millis();
      tally.skipped(now);
      return new Asked(refused(refusal, now), false, null);
    }
    Answer answer = Answer.failed(provider.title() + " broke off.", Answer.Failure.UNCERTAIN);
    int credits = 0;
    try {
      answer = provider.lookup(address);
    } catch (RuntimeException e) {
      // The message could hold what the other side sent, or a key: the class has to do.
      log.warn("{} failed with {}", provider.title(), e.getClass().getName());
    } finally {
      credits = gate.leave(answer);
      tally.call(answer.status(), credits, clock.millis());
    }
    return new Asked(outcome(answer, credits, pendings, failures), true, answer.matchedPrefix());
  }

  private Outcome refused(Gate.Refusal r, long now) {
    return new Outcome(
        source(),
        r.status(),
        null,
        Confidence.LOW,
        null,
        null,
        r.reason(),
        r.retryAtMs(),
        0,
        now,
        r.retryAtMs(),
        false);
  }

  private Outcome outcome(Answer a, int credits, int pendings, int failures) {
    long now = clock.millis();
    long toldMs = TimeUnit.SECONDS.toMillis(a.retryAfterSeconds());
    return switch (a.status()) {
      case FOUND -> closed(a, credits, now, lifetimes.ms(foundLifetime(a)));
      case NOT_FOUND -> closed(a, credits, now, lifetimes.ms(Lifetimes.NOT_FOUND));
      case SKIPPED -> closed(a, credits, now, lifetimes.ms(Lifetimes.INVALID));
      case INVALID ->
          closed(
              a,
              credits,
              now,
              a.failure() == Answer.Failure.KEY
                  ? Gate.KEY_PAUSE_MS
                  : lifetimes.ms(Lifetimes.INVALID));
      case FAILED -> closed(a, credits, now, lifetimes.failedMs(failures + 1));
      case QUOTA -> closed(a, credits, now, toldMs > 0 ? toldMs : Gate.QUOTA_PAUSE_MS);
      case RATE_LIMITED -> open(a, credits, now, toldMs > 0 ? toldMs : Gate.WAIT_MS);
      case PENDING ->
          pendings < PENDING_MS.length
              ? open(a, credits, now, Math.max(toldMs, PENDING_MS[pendings]))
              : neverCame(credits, now);
    };
  }

  private Duration foundLifetime(Answer a) {
    Duration usual = provider.foundLifetime();
    Duration told = Duration.ofSeconds(a.holdsSeconds());
    return a.holdsSeconds() > 0 && told.compareTo(usual) < 0 ? told : usual;
  }

  private Outcome closed(Answer a, int credits, long now, long holdsMs) {
    return outcome(a, credits, now, 0, now + holdsMs);
  }

  private Outcome open(Answer a, int credits, long now, long waitMs) {
    return outcome(a, credits, now, now + waitMs, now + waitMs);
  }

  private Outcome outcome(Answer a, int credits, long now, long retryAtMs, long expiresAtMs) {
    return new Outcome(
        source(),
        a.status(),
        a.profile(),
        a.confidence(),
        a.ispName(),
        null,
        a.reason(),
        retryAtMs,
        credits,
        now,
        expiresAtMs,
        false);
  }

  private Outcome neverCame(int credits, long now) {
    Answer answer =
        Answer.notFound(provider.title() + " worked on this address and found nothing.", null);
    return closed(answer, credits, now, lifetimes.ms(Lifetimes.NEVER_CAME));
  }

  /// How long a failed refresh waits before the next one.
  long failedMs() {
    return lifetimes.failedMs(1);
  }
}
