package dev.tippen.enrich.place;

import org.jspecify.annotations.Nullable;

/// What the owner says of a range of addresses.
///
/// @param range as text, such as `198.51.100.0/24`
/// @param company null only for kinds other than a company
/// @param domain of the company
public record DeclaredRange(
    String range, Kind kind, @Nullable String company, @Nullable String domain) {

  public enum Kind {
    /// Visitors from there are from this company.
    COMPANY,
    /// The owner's own people.
    US,
    /// Nobody's company, such as a shared office.
    IGNORE
  }
}
