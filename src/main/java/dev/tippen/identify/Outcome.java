package dev.tippen.identify;

import dev.tippen.event.Confidence;
import org.jspecify.annotations.Nullable;

/// How asking one source about one address ended, with its time and how long it holds: a piece of
/// evidence.
///
/// @param source such as `clearbit`; `none` where nobody was asked
/// @param profile the company; not null exactly when the status is FOUND
/// @param confidence of a company that was found
/// @param ispName the access network, where the source names it
/// @param matchedPrefix the network that the answer holds for, null: this address alone (IPv6: its
///   /64)
/// @param reason one sentence for people; holds no address and no key
/// @param retryAtMs when the source may be asked again, epoch milliseconds, 0 if it did not say
/// @param creditsUsed what the answer cost
/// @param fetchedAtMs when it came, epoch milliseconds
/// @param expiresAtMs until when it holds, epoch milliseconds
/// @param stale a company found earlier that has expired and could not be confirmed
public record Outcome(
    String source,
    Status status,
    @Nullable CompanyProfile profile,
    Confidence confidence,
    @Nullable String ispName,
    @Nullable String matchedPrefix,
    String reason,
    long retryAtMs,
    int creditsUsed,
    long fetchedAtMs,
    long expiresAtMs,
    boolean stale) {

  static final String NOBODY = "none";

  public Outcome {
    if ((status == Status.FOUND) != (profile != null)) {
      throw new IllegalArgumentException(status + " with profile " + profile);
    }
  }

  /// Nobody was asked.
  static Outcome skipped(String source, String reason, long nowMs, long untilMs) {
    return without(source, Status.SKIPPED, reason, nowMs, untilMs);
  }

  static Outcome without(String source, Status status, String reason, long nowMs, long untilMs) {
    return new Outcome(
        source, status, null, Confidence.LOW, null, null, reason, 0, 0, nowMs, untilMs, false);
  }

  public boolean isFound() {
    return status == Status.FOUND;
  }

  Outcome asStale() {
    return new Outcome(
        source,
        status,
        profile,
        confidence,
        ispName,
        matchedPrefix,
        reason,
        retryAtMs,
        creditsUsed,
        fetchedAtMs,
        expiresAtMs,
        true);
  }

  Outcome withConfidence(Confidence other) {
    return new Outcome(
        source,
        status,
        profile,
        other,
        ispName,
        matchedPrefix,
        reason,
        retryAtMs,
        creditsUsed,
        fetchedAtMs,
        expiresAtMs,
        stale);
  }

  Outcome matching(String prefix) {
    return new Outcome(
        source,
        status,
        profile,
        confidence,
        ispName,
        prefix,
        reason,
        retryAtMs,
        creditsUsed,
        fetchedAtMs,
        expiresAtMs,
        stale);
  }
}
