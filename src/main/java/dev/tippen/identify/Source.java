package dev.tippen.identify;

/// One source of companies and what it may be asked; made by [Sources].
public final class Source {
  private final Provider provider;
  private final Allowance allowance;

  Source(Provider provider, Allowance allowance) {
    this.provider = provider;
    this.allowance = allowance;
  }

  Provider provider() {
    return provider;
  }

  Allowance allowance() {
    return allowance;
  }

  @Override
  public String toString() {
    return provider.title() + " at " + provider.host();
  }
}
