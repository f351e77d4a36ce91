package dev.tippen.event;

import org.jspecify.annotations.Nullable;

/// What is known of a company beside its name. Null means: not known.
///
/// @param domain registrable, lower case
/// @param employees number of people, 0 if not known
/// @param employeesRange such as `51-200`
/// @param revenue as the source writes it
public record CompanyDetails(
    @Nullable String domain,
    @Nullable String industry,
    long employees,
    @Nullable String employeesRange,
    @Nullable String revenue,
    @Nullable String country) {
  public static final CompanyDetails NONE = new CompanyDetails(null, null, 0, null, null, null);
}
