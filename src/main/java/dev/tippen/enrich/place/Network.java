package dev.tippen.enrich.place;

import dev.tippen.event.Facts;
import dev.tippen.event.NetworkClass;
import org.jspecify.annotations.Nullable;

/// Who runs the network of an address.
///
/// @param asn number of the autonomous system, 0 if unknown
/// @param organisation that the address is given to
/// @param isp that carries the network, often the same
/// @param domain of the organisation
public record Network(
    long asn, String organisation, String isp, @Nullable String domain, NetworkClass networkClass) {

  /// The form that is stored.
  public Facts.Network facts() {
    return new Facts.Network(asn, organisation, networkClass);
  }

  /// Whether the organisation may be the visitor's company. Weak evidence: who runs a network is
  /// not always who sits in it.
  public boolean isCompanyEvidence() {
    return networkClass == NetworkClass.BUSINESS;
  }
}
