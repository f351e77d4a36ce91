package dev.tippen.account;

import org.jspecify.annotations.Nullable;

/// What people fill in. Any field may be missing; [Accounts] says what is wrong. The names are the
/// names in JSON and in refusals. None shows its secrets in `toString`.
public final class Forms {
  private Forms() {}

  /// @param token of the [SetUpLink]
  /// @param siteName also becomes the organization's name
  /// @param website host or address of the site; may be missing
  public record SetUpForm(
      @Nullable String token,
      @Nullable String firstName,
      @Nullable String lastName,
      @Nullable String email,
      @Nullable String password,
      @Nullable String siteName,
      @Nullable String website) {
    @Override
    public String toString() {
      return "SetUpForm[" + email + "]";
    }
  }

  /// @param rememberMe missing means false
  public record LoginForm(
      @Nullable String email, @Nullable String password, @Nullable Boolean rememberMe) {
    @Override
    public String toString() {
      return "LoginForm[" + email + "]";
    }
  }

  /// @param companyName becomes the organization's and the first site's name
  /// @param website host or address of the site; may be missing
  public record SignUpForm(
      @Nullable String firstName,
      @Nullable String lastName,
      @Nullable String email,
      @Nullable String password,
      @Nullable String companyName,
      @Nullable String website) {
    @Override
    public String toString() {
      return "SignUpForm[" + email + "]";
    }
  }
}
