package dev.tippen.identify;

import dev.tippen.event.Confidence;
import org.jspecify.annotations.Nullable;

/// What a source said about one address, before it has a time and a lifetime.
///
/// @param profile the company; not null exactly when the status is FOUND
/// @param ispName the access network, where the source names it
/// @param matchedPrefix the network that the answer holds for, where the source names it
/// @param reason one sentence for people; holds no address and no key
/// @param retryAfterSeconds when the source wants to be asked again, 0 if it did not say
/// @param creditsUsed as the source says, -1 if it did not
/// @param holdsSeconds how long the source says that the answer holds, 0 if it does not say
/// @param failure what an unsuccessful answer means for the next questions
record Answer(
    Status status,
    @Nullable CompanyProfile profile,
    Confidence confidence,
    @Nullable String ispName,
    @Nullable Prefix matchedPrefix,
    String reason,
    long retryAfterSeconds,
    int creditsUsed,
    Failure failure,
    long holdsSeconds) {

  static final int RETRY_AFTER_MAX_SECONDS = 86_400;

  enum Failure {
    NONE,
    /// The source can't have worked on the question: nothing was used up.
    UNREACHED,
    /// The question was on its way: the source may have charged for it.
    UNCERTAIN,
    /// The key was refused.
    KEY
  }

  Answer {
    if ((status == Status.FOUND) != (profile != null)) {
      throw new IllegalArgumentException(status + " with profile " + profile);
    }
    retryAfterSeconds = Math.clamp(retryAfterSeconds, 0, RETRY_AFTER_MAX_SECONDS);
  }

  static Answer found(CompanyProfile profile, Confidence confidence, String reason) {
    return new Answer(
        Status.FOUND, profile, confidence, null, null, reason, 0, -1, Failure.NONE, 0);
  }

  static Answer of(Status status, String reason) {
    return new Answer(status, null, Confidence.LOW, null, null, reason, 0, -1, Failure.NONE, 0);
  }

  static Answer notFound(String reason, @Nullable String ispName) {
    return new Answer(
        Status.NOT_FOUND,
        null,
        Confidence.LOW,
        Texts.name(ispName, CompanyProfile.NAME_MAX_CHARS),
        null,
        reason,
        0,
        -1,
        Failure.NONE,
        0);
  }

  static Answer failed(String reason, Failure failure) {
    return new Answer(Status.FAILED, null, Confidence.LOW, null, null, reason, 0, -1, failure, 0);
  }

  static Answer keyRefused(String reason) {
    return new Answer(
        Status.INVALID, null, Confidence.LOW, null, null, reason, 0, -1, Failure.KEY, 0);
  }

  Answer retryAfter(long seconds) {
    return new Answer(
        status,
        profile,
        confidence,
        ispName,
        matchedPrefix,
        reason,
        seconds,
        creditsUsed,
        failure,
        holdsSeconds);
  }

  Answer matching(@Nullable Prefix prefix) {
    return new Answer(
        status,
        profile,
        confidence,
        ispName,
        prefix,
        reason,
        retryAfterSeconds,
        creditsUsed,
        failure,
        holdsSeconds);
  }

  Answer charged(int credits) {
    return new Answer(
        status,
        profile,
        confidence,
        ispName,
        matchedPrefix,
        reason,
        retryAfterSeconds,
        credits,
        failure,
        holdsSeconds);
  }

  /// At least an hour: a company does not move within minutes.
  Answer holding(long seconds) {
    return new Answer(
        status,
        profile,
        confidence,
        ispName,
        matchedPrefix,
        reason,
        retryAfterSeconds,
        creditsUsed,
        failure,
        Math.max(seconds, 3_600));
  }
}
