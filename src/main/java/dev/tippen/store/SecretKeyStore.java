package dev.tippen.store;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Secret keys: what a program shows to read and act for one site. Only hashes are stored. Making
/// and revoking moves [KeyStore#version], so that every server follows. All calls block on the
/// database, so call them from a platform thread; all throw [StoreException] when it fails. Times
/// are epoch milliseconds.
public interface SecretKeyStore {

  /// Least time between two writes of the last use of one key.
  long USE_RESOLUTION_MS = 60_000;

  /// Stores a new key.
  ///
  /// @param id the key's public part; must be new
  /// @param hash SHA-256 of the whole key, 32 bytes
  /// @param apiKey the site; must exist
  /// @return false if the id is taken; nothing was stored
  boolean insert(String id, byte[] hash, String apiKey, @Nullable String note, long nowMs);

  /// All keys that are not revoked, of all sites.
  List<SecretKey> active();

  /// All keys of one site, newest first, revoked ones too.
  List<SecretKey> ofSite(String apiKey);

  /// @return false if there is no such key or it is revoked already
  boolean revoke(String id, long nowMs);

  /// Notes a use, unless one was noted within [#USE_RESOLUTION_MS].
  void markUsed(String id, long nowMs);

  /// One stored key.
  final class SecretKey {
    private final String id;
    private final byte[] hash;
    private final String apiKey;
    private final @Nullable String note;
    private final long createdAtMs;
    private final @Nullable Long lastUsedAtMs;
    private final @Nullable Long revokedAtMs;

    public SecretKey(
        String id,
        byte[] hash,
        String apiKey,
        @Nullable String note,
        long createdAtMs,
        @Nullable Long lastUsedAtMs,
        @Nullable Long revokedAtMs) {
      this.id = id;
      this.hash = hash.clone();
      this.apiKey = apiKey;
      this.note = note;
      this.createdAtMs = createdAtMs;
      this.lastUsedAtMs = lastUsedAtMs;
      this.revokedAtMs = revokedAtMs;
    }

    /// The public part, 8 letters and digits.
    public String id() {
      return id;
    }

    /// A copy of the SHA-256 of the whole key.
    public byte[] hash() {
      return Arrays.copyOf(hash, hash.length);
    }

    /// The site that it opens.
    public String apiKey() {
      return apiKey;
    }

    public @Nullable String note() {
      return note;
    }

    public long createdAtMs() {
      return createdAtMs;
    }

    /// Exact to [#USE_RESOLUTION_MS]; null if never used.
    public @Nullable Long lastUsedAtMs() {
      return lastUsedAtMs;
    }

    public @Nullable Long revokedAtMs() {
      return revokedAtMs;
    }
  }
}
