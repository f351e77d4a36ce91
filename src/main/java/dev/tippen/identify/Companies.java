package dev.tippen.identify;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tippen.domain.PublicSuffixes;
import dev.tippen.event.CompanyDetails;
import dev.tippen.store.CompanyStore;
import dev.tippen.store.CompanyStore.Correction;
import dev.tippen.store.CompanyStore.Listed;
import dev.tippen.store.CompanyStore.NewCompany;
import dev.tippen.store.CompanyStore.StoredCompany;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The companies of each site, in memory in front of their store. A company is known by its domain,
/// or by its name where no domain is known. Safe for all threads.
public final class Companies {
  private static final int CACHE_MAX_COMPANIES = 100_000;

  /// Longer chains of mergers can't come from the owner's clicks.
  private static final int MERGERS_MAX = 8;

  private final CompanyStore store;
  private final InstantSource clock;
  private final Cache<Name, Long> idsByName =
      Caffeine.newBuilder().maximumSize(CACHE_MAX_COMPANIES).build();
  private final Cache<Long, StoredCompany> byId =
      Caffeine.newBuilder().maximumSize(CACHE_MAX_COMPANIES).build();
  private final Map<Integer, String> identitySecrets = new ConcurrentHashMap<>();

  private record Name(int apiKeyId, String domainOrName, boolean isDomain) {
    static Name of(int apiKeyId, String name, @Nullable String domain) {
      return domain != null
          ? new Name(apiKeyId, domain, true)
          : new Name(apiKeyId, name.toLowerCase(Locale.ROOT), false);
    }
  }

  /// Reads the corrected and the newest companies; blocks on the database.
  public Companies(CompanyStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    // Oldest first, so that the cache keeps what matters most if they do not all fit.
    store.latest(CACHE_MAX_COMPANIES).reversed().forEach(this::remember);
    identitySecrets.putAll(store.identitySecrets());
  }

  private void remember(StoredCompany c) {
    byId.put(c.id(), c);
    idsByName.put(Name.of(c.apiKeyId(), c.sourceName(), c.details().domain()), c.id());
  }

  /// The company that a source means, or the one it was merged into. Never blocks.
  ///
  /// @return null if it is not in memory: [#ensure] finds or makes it
  public @Nullable StoredCompany known(int apiKeyId, String name, @Nullable String domain) {
    Long id = idsByName.getIfPresent(Name.of(apiKeyId, name, domain));
    StoredCompany c = id == null ? null : byId.getIfPresent(id);
    for (int i = 0; c != null && c.mergedInto() != 0 && i < MERGERS_MAX; i++) {
      c = byId.getIfPresent(c.mergedInto());
    }
    return c;
  }

  /// As [#known], from the database if need be, and made if there is none. Blocks.
  public StoredCompany ensure(int apiKeyId, String name, CompanyDetails details) {
    return ensure(new NewCompany(apiKeyId, name, details, /* byOwner= */ false));
  }

  /// A company that the owner declares: its name wins over what sources say. Blocks.
  public StoredCompany declare(int apiKeyId, String name, CompanyDetails details) {
    return ensure(new NewCompany(apiKeyId, name, details, /* byOwner= */ true));
  }

  private StoredCompany ensure(NewCompany company) {
    StoredCompany stored = store.ensure(company, clock.millis());
    // Found by what was asked for, also where the store has another spelling.
    idsByName.put(
        Name.of(company.apiKeyId(), company.name(), company.details().domain()), stored.id());
    remember(stored);
    return standIn(stored);
  }

  /// The company that stands for this one; blocks if it is not in memory.
  public StoredCompany standIn(StoredCompany company) {
    StoredCompany c = company;
    for (int i = 0; c.mergedInto() != 0 && i < MERGERS_MAX; i++) {
      StoredCompany next = byId.getIfPresent(c.mergedInto());
      if (next == null) next = store.find(c.mergedInto());
      if (next == null) return c;
      byId.put(next.id(), next);
      c = next;
    }
    return c;
  }

  /// The company of this id, or the one it was merged into; blocks if it is not in memory.
  @Nullable StoredCompany find(long id) {
    StoredCompany c = byId.getIfPresent(id);
    if (c == null) c = store.find(id);
    return c == null ? null : standIn(c);
  }

  /// What is known of a company beside its name. Never blocks.
  public CompanyDetails details(long id) {
    StoredCompany c = byId.getIfPresent(id);
    return c == null ? CompanyDetails.NONE : c.details();
  }

  /// The owner's correction, for events from now on; [CompanyCorrections] brings it to the visitors
  /// of before. Blocks.
  ///
  /// @return null if the site has no such company
  public @Nullable StoredCompany correct(int apiKeyId, long id, Correction correction) {
    StoredCompany corrected = store.correct(apiKeyId, id, correction, clock.millis());
    if (corrected != null) remember(corrected);
    return corrected;
  }

  /// What the site's own server signs the ids of its users with, null if none was made. Never
  /// blocks.
  public @Nullable String identitySecret(int apiKeyId) {
    return identitySecrets.get(apiKeyId);
  }

  /// Replaces the secret; what was signed with the old one is no longer believed. Blocks.
  public void setIdentitySecret(int apiKeyId, String secret) {
    store.setIdentitySecret(apiKeyId, secret, clock.millis());
    identitySecrets.put(apiKeyId, secret);
  }

  /// Companies of a site with how often they visit; blocks.
  public List<Listed> list(int apiKeyId, @Nullable String search, int limit, int offset) {
    return store.list(apiKeyId, search, limit, offset);
  }

  /// Whether a company of the site may be merged into another one: not into itself, and not in a
  /// circle. Blocks.
  public boolean mayMerge(int apiKeyId, long id, long into) {
    StoredCompany target = store.find(into);
    for (int i = 0; target != null && i <= MERGERS_MAX; i++) {
      if (target.apiKeyId() != apiKeyId || target.id() == id) return false;
      if (target.mergedInto() == 0) return true;
      target = store.find(target.mergedInto());
    }
    return false;
  }

  /// @return null if it is no domain of a company
  public static @Nullable CompanyDetails detailsOfDomain(String domain) {
    String registrable = PublicSuffixes.registrableDomain(domain.toLowerCase(Locale.ROOT));
    return registrable == null ? null : new CompanyDetails(registrable, null, 0, null, null, null);
  }

  CompanyStore store() {
    return store;
  }
}
