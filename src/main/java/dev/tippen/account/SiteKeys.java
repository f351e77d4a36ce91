package dev.tippen.account;

import dev.tippen.event.ApiKey;
import dev.tippen.store.KeyDirectory;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Which site stands for an organization when none is named.
final class SiteKeys {
  private static final Comparator<ApiKey> ACTIVE_THEN_OLDEST =
      Comparator.comparing((ApiKey k) -> !k.active()).thenComparing(ApiKey::id);

  private SiteKeys() {}

  /// The oldest active key; if none is active, the oldest of all; null if there is none.
  static @Nullable ApiKey first(KeyDirectory keys, long organizationId) {
    return keys.all().stream()
        .filter(k -> owns(organizationId, k))
        .min(ACTIVE_THEN_OLDEST)
        .orElse(null);
  }

  static boolean owns(long organizationId, ApiKey key) {
    Long owner = key.organizationId();
    return owner != null && owner == organizationId;
  }
}
