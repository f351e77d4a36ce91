package dev.tippen.identify;

import dev.tippen.domain.PublicSuffixes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Everything that the sources said about one address, and the one outcome to show.
///
/// @param elected the company to show, or else the best reason why there is none
/// @param evidence one outcome a source, in the order of asking; empty where nobody was asked
/// @param checkAgainAtMs from when on a returning visitor is a reason to ask again, epoch
///   milliseconds
public record Resolution(Outcome elected, List<Outcome> evidence, long checkAgainAtMs) {
  public Resolution {
    evidence = List.copyOf(evidence);
  }

  /// Whether a company is known.
  public boolean isFound() {
    return elected.isFound();
  }

  /// Elects among outcomes: the company with the highest confidence, the earlier one among equals.
  /// A second source that found the same registrable domain raises the confidence by one step.
  /// Without a company the outcome that says most: an open one, then an answer, then a fault.
  ///
  /// @param evidence at least one
  public static Outcome elect(List<Outcome> evidence) {
    List<Outcome> ranked = new ArrayList<>(evidence.size());
    for (Outcome o : evidence) ranked.add(isConfirmed(o, evidence) ? confirmed(o) : o);
    Outcome best = ranked.getFirst();
    for (Outcome o : ranked) if (rank(o) > rank(best)) best = o;
    return best;
  }

  private static Outcome confirmed(Outcome o) {
    return o.withConfidence(o.confidence().raised());
  }

  private static boolean isConfirmed(Outcome outcome, List<Outcome> evidence) {
    String domain = registrable(outcome);
    if (domain == null) return false;
    for (Outcome other : evidence) {
      if (other.source().equals(outcome.source())) continue;
      if (Objects.equals(domain, registrable(other))) return true;
    }
    return false;
  }

  private static @Nullable String registrable(Outcome outcome) {
    CompanyProfile profile = outcome.profile();
    if (profile == null || outcome.stale()) return null;
    return profile.domain() == null ? null : PublicSuffixes.registrableDomain(profile.domain());
  }

  private static int rank(Outcome o) {
    return switch (o.status()) {
      case FOUND -> 100 + 2 * o.confidence().ordinal() + (o.stale() ? 0 : 1);
      case PENDING -> 8;
      case RATE_LIMITED -> 7;
      case NOT_FOUND -> o.ispName() == null ? 5 : 6;
      case QUOTA -> 4;
      case FAILED -> 3;
      case INVALID -> 2;
      case SKIPPED -> 1;
    };
  }
}
