package dev.tippen.store;

/// Random salts that live for a day.
public interface SaltStore {
  /// The salt of a day, made at the first call. Those of days before `oldest` are deleted. Blocks
  /// on the database.
  ///
  /// @param day days since the epoch, UTC
  byte[] saltOf(long day, long oldest);
}
