package dev.tippen.event;

import java.util.Locale;

/// How a visitor's company is known. The order of the constants is part of the format of spool and
/// database: new ones go to the end. How far each is believed is [#trust].
public enum CompanySource {
  /// The label `<host> Visitor`: nothing is known.
  FALLBACK(0),
  /// The visitor's page said so (`TippenTracker.identify`).
  IDENTIFIED(40),
  /// The organisation that the network of the address is given to.
  NETWORK(10),
  /// The name of the address, confirmed in both directions.
  REVERSE_DNS(20),
  /// A service that sells such answers.
  PROVIDER(30),
  /// The visitor's page said so, and the site's server signed for the visitor.
  SIGNED(50),
  /// The owner of the site declared it for the network.
  DECLARED(60),
  /// A file that the owner imported says so: what was known then, by whatever means.
  IMPORTED(15),
  /// The owner said that a visitor without a company is from this one after all. What found it then
  /// is not known any more, so that whatever finds one now holds.
  CORRECTED(5);

  private final int trust;

  CompanySource(int trust) {
    this.trust = trust;
  }

  /// Rank among the sources: more is believed more. Not stored anywhere.
  public int trust() {
    return trust;
  }

  /// Whether this may take the place of what is known by the other: the same or more trust.
  public boolean replaces(CompanySource other) {
    return trust >= other.trust;
  }

  /// The spelling in JSON and SQL.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
