package dev.tippen.enrich.place;

import org.jspecify.annotations.Nullable;

/// All that local files know of an address.
///
/// @param place by the address alone
/// @param declared by the owner; wins over everything else
/// @param publicAddress whether others may be asked about the address
public record Surroundings(
    @Nullable Place place,
    @Nullable Network network,
    @Nullable DeclaredRange declared,
    boolean publicAddress) {

  /// Of an address that is not known.
  public static final Surroundings NONE = new Surroundings(null, null, null, false);
}
