package dev.tippen.crash;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Remembers everything that the load did, in this process, which nobody kills.
final class Memory implements Load.Witness {
  final Set<Sent> sent = ConcurrentHashMap.newKeySet();
  final Set<Sent> acknowledged = ConcurrentHashMap.newKeySet();
  final AtomicInteger refused = new AtomicInteger();

  /// Answers that are neither 200 nor 503 with a time to come back.
  final Set<String> wrongAnswers = ConcurrentHashMap.newKeySet();

  /// Sent, and nobody knows what became of it.
  Set<Sent> unanswered() {
    Set<Sent> unanswered = new HashSet<>(sent);
    unanswered.removeAll(acknowledged);
    return unanswered;
  }

  @Override
  public void sent(Sent event) {
    sent.add(event);
  }

  @Override
  public void acknowledged(Sent event) {
    acknowledged.add(event);
  }

  @Override
  public void refused(int status, String retryAfter) {
    refused.incrementAndGet();
    if (status != 503 || !retryAfter.matches("[1-9][0-9]*")) {
      wrongAnswers.add(status + " with Retry-After '" + retryAfter + "'");
    }
  }
}
