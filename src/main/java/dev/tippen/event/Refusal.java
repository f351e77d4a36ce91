package dev.tippen.event;

/// A [Problem] together with what exactly was wrong this time.
///
/// @param text the sentence for the caller; never holds a secret, a path or SQL
/// @param retryAfterSeconds for `Retry-After`, 0 for none
public record Refusal(Problem problem, String text, int retryAfterSeconds) {

  private static final int BUSY_RETRY_SECONDS = 1;

  public static Refusal of(Problem problem) {
    return new Refusal(problem, problem.text(), problem.status() == 503 ? BUSY_RETRY_SECONDS : 0);
  }

  public static Refusal of(Problem problem, String text) {
    return new Refusal(problem, text, 0);
  }

  public static Refusal retryAfter(Problem problem, int seconds) {
    return new Refusal(problem, problem.text(), seconds);
  }
}
