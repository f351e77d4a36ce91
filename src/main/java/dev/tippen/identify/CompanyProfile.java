package dev.tippen.identify;

import org.jspecify.annotations.Nullable;

/// What a source says about a company. Null means: not said.
///
/// @param name never empty and never a label such as `Unknown Company`; the domain if a source
///   gives only that. At most 256 characters, as all texts here, without control characters
/// @param domain host name in lower case, ASCII form
/// @param employees number of people, 0 if not said
/// @param employeesRange such as `51-200`
/// @param revenue as the source writes it
/// @param country code or name, as the source writes it
public record CompanyProfile(
    String name,
    @Nullable String legalName,
    @Nullable String domain,
    @Nullable String industry,
    long employees,
    @Nullable String employeesRange,
    @Nullable String revenue,
    @Nullable String country,
    @Nullable String city) {

  static final int NAME_MAX_CHARS = 256;
  static final int TEXT_MAX_CHARS = 128;
  static final long EMPLOYEES_MAX = 10_000_000;

  public CompanyProfile {
    if (name.isEmpty() || Texts.isLabel(name)) {
      throw new IllegalArgumentException("'" + name + "' is no name of a company");
    }
  }

  /// Collects what a source says, cleaning each text.
  static Builder builder() {
    return new Builder();
  }

  static final class Builder {
    private @Nullable String name;
    private @Nullable String legalName;
    private @Nullable String domain;
    private @Nullable String industry;
    private long employees;
    private @Nullable String employeesRange;
    private @Nullable String revenue;
    private @Nullable String country;
    private @Nullable String city;

    private Builder() {}

    Builder name(@Nullable String text) {
      name = Texts.name(text, NAME_MAX_CHARS);
      return this;
    }

    Builder legalName(@Nullable String text) {
      legalName = Texts.name(text, NAME_MAX_CHARS);
      return this;
    }

    Builder domain(@Nullable String text) {
      domain = Texts.domain(text);
      return this;
    }

    Builder industry(@Nullable String text) {
      industry = Texts.name(text, TEXT_MAX_CHARS);
      return this;
    }

    /// @param text a number or a range such as `51-200`
    Builder employees(@Nullable String text) {
      String clean = Texts.name(text, TEXT_MAX_CHARS);
      if (clean == null) return this;
      if (clean.matches("\\d{1,9}")) {
        employees = Math.min(Long.parseLong(clean), EMPLOYEES_MAX);
      } else {
        employeesRange = clean;
      }
      return this;
    }

    Builder employeesRange(@Nullable String text) {
      String clean = Texts.name(text, TEXT_MAX_CHARS);
      if (clean != null) employeesRange = clean;
      return this;
    }

    Builder revenue(@Nullable String text) {
      revenue = Texts.name(text, TEXT_MAX_CHARS);
      return this;
    }

    Builder country(@Nullable String text) {
      country = Texts.name(text, TEXT_MAX_CHARS);
      return this;
    }

    Builder city(@Nullable String text) {
      city = Texts.name(text, TEXT_MAX_CHARS);
      return this;
    }

    /// @return null if neither a name nor a domain is known: then there is no company
    @Nullable CompanyProfile build() {
      String shown = name != null ? name : legalName != null ? legalName : domain;
      if (shown == null) return null;
      return new CompanyProfile(
          shown, legalName, domain, industry, employees, employeesRange, revenue, country, city);
    }
  }
}
