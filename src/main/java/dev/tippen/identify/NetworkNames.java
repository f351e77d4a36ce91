package dev.tippen.identify;

import org.jspecify.annotations.Nullable;

/// Tells organisations that run a network for themselves from those that run it for others.
@FunctionalInterface
public interface NetworkNames {
  /// Takes no network for a company.
  NetworkNames NOBODY = (_, _, _) -> false;

  /// @param asn 0 if it is not known
  /// @param name of the organisation
  /// @return whether the organisation may be shown as the visitor's company, with low confidence
  boolean isCompany(long asn, String name, @Nullable String domain);
}
