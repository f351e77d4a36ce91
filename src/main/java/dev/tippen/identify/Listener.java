package dev.tippen.identify;

/// Hears of an answer.
@FunctionalInterface
public interface Listener {
  /// Called on a thread of the look-ups, or at once on the caller's if the answer is known. May be
  /// called a second time where the first answer was still open. Must not block for long.
  void resolved(Resolution resolution);
}
