package dev.tippen.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.store.LookupStore.Counts;
import dev.tippen.store.LookupStore.Length;
import dev.tippen.store.LookupStore.Marked;
import dev.tippen.store.LookupStore.Saved;
import dev.tippen.store.LookupStore.Which;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every [LookupStore] does.
public abstract class LookupStoreContract {

  /// The store under test, the same one at each call.
  protected abstract LookupStore store();

  private static Saved answer(String source, String prefix, @Nullable String name, long expires) {
    return new Saved(
        source,
        prefix,
        false,
        prefix.startsWith("#") ? 32 : 24,
        name == null ? "not_found" : "found",
        name,
        name == null ? null : name.toLowerCase(java.util.Locale.ROOT) + ".example",
        "{\"reason\":\"it's \\\"so\\\"\"}",
        1_000,
        expires);
  }

  private static Counts calls(long day, String source, long calls, long credits) {
    return new Counts(day, source, 1, 2, calls, 3, 4, 5, 6, credits, 7);
  }

  @Test
  void whatWasSavedIsFound() {
    Saved acme = answer("clearbit", "#aB-_9", "Acme", 5_000);
    Saved none = answer("snitcher", "#aB-_9", null, 6_000);
    Saved other = answer("clearbit", "203.0.113.0/24", "Other", 7_000);
    store().save(List.of(acme, none, other), List.of());
    assertEquals(
        Set.of(acme, none), new HashSet<>(store().find(List.of("#aB-_9", "198.51.100.0/24"))));
    assertEquals(List.of(other), store().find(List.of("203.0.113.0/24")));
    assertEquals(List.of(), store().find(List.of()));
  }

  @Test
  void aNewAnswerReplacesAnExpiredOne() {
    store().save(List.of(answer("clearbit", "#a", "Old", 0)), List.of());
    Saved fresh = answer("clearbit", "#a", "New", 9_000);
    store().save(List.of(fresh), List.of());
    assertEquals(List.of(fresh), store().find(List.of("#a")));
    store().save(List.of(answer("clearbit", "#a", null, 9_001)), List.of());
    assertEquals("not_found", store().find(List.of("#a")).getFirst().status());
  }

  @Test
  void lengthsAreThoseOfNetworksWiderThanOneVisitor() {
    assertEquals(List.of(), store().lengths());
    store()
        .save(
            List.of(
                length("a", false, 32),
                length("b", true, 64),
                length("c", false, 24),
                length("d", false, 24),
                length("e", true, 32),
                length("f", true, 63)),
            List.of());
    assertEquals(
        List.of(new Length(false, 24), new Length(true, 32), new Length(true, 63)),
        store().lengths().stream().sorted(Comparator.comparingInt(Length::bits)).toList());
  }

  private static Saved length(String prefix, boolean ipv6, int bits) {
    return new Saved("s", prefix, ipv6, bits, "found", "A", null, "{}", 1, 2);
  }

  /// More than one page of them.
  @Test
  void allOfManyAnswersAreMadeToExpire() {
    List<Saved> many = new java.util.ArrayList<>();
    for (int i = 0; i < 2_500; i++) many.add(answer(i % 2 == 0 ? "a" : "b", "#" + i / 2, "A", 9));
    store().save(many, List.of());
    assertEquals(new Marked(2_500, 1_250), store().expire(Which.ALL));
    for (Saved s : store().find(many.stream().map(Saved::prefix).toList())) {
      assertEquals(0, s.expiresAtMs(), s.prefix() + " " + s.source());
    }
  }

  @Test
  void countsOfADayAndSourceAddUp() {
    store().save(List.of(), List.of(calls(10, "a", 1, 2), calls(11, "a", 5, 6)));
    store().save(List.of(), List.of(calls(10, "a", 10, 20), calls(10, "b", 100, 200)));
    assertEquals(
        List.of(
            new Counts(10, "a", 2, 4, 11, 6, 8, 10, 12, 22, 14),
            calls(10, "b", 100, 200),
            calls(11, "a", 5, 6)),
        store().counts(10, 11));
    assertEquals(List.of(calls(11, "a", 5, 6)), store().counts(11, 99));
  }

  @Test
  void answersAreMadeToExpireByNetworkCompanyOrStatus() {
    store()
        .save(
            List.of(
                answer("a", "#x", "Acme", 5_000),
                answer("b", "#x", null, 5_000),
                answer("a", "#y", "Acme", 5_000),
                answer("a", "#z", "Other", 5_000)),
            List.of());
    long version = store().version();
    assertEquals(new Marked(2, 1), store().count(new Which(List.of("#x", "#no"), null, null)));
    assertEquals(new Marked(2, 2), store().count(new Which(null, "aCME", null)));
    assertEquals(new Marked(2, 2), store().count(new Which(null, "Acme.Example", null)));
    assertEquals(new Marked(0, 0), store().count(new Which(null, "acm", null)));
    assertEquals(new Marked(4, 3), store().count(Which.ALL));
    assertEquals(version, store().version(), "counting changes nothing");

    assertEquals(new Marked(1, 1), store().expire(new Which(null, null, "not_found")));
    assertTrue(store().version() > version, "a running server notices");
    Set<Long> expiries = new HashSet<>();
    for (Saved s : store().find(List.of("#x"))) {
      expiries.add(s.expiresAtMs());
      assertEquals(s.source().equals("b") ? 0 : 5_000, s.expiresAtMs());
      assertEquals(1_000, s.fetchedAtMs());
    }
    assertEquals(Set.of(0L, 5_000L), expiries);
  }

  @Test
  void purgingDeletesWhatExpiredLongAgoAndWhatIsTooMuch() {
    for (int i = 0; i < 10; i++) {
      store().save(List.of(answer("a", "#" + i, "A", 2_000 + i)), List.of(calls(i, "a", 1, 1)));
    }
    assertEquals(3, store().purge(2_003, 100, 0, 50));
    assertEquals(0, store().purge(2_003, 100, 0, 50));
    assertEquals(List.of(), store().find(List.of("#2")));
    assertEquals(1, store().find(List.of("#3")).size());
    assertEquals(2, store().purge(0, 5, 0, 50), "five may stay, the last ones to expire");
    assertEquals(List.of(), store().find(List.of("#4")));
    assertEquals(1, store().find(List.of("#5")).size());
    assertEquals(2, store().purge(9_000, 100, 0, 2), "no more than that at once");
    assertEquals(4, store().purge(0, 100, 4, 50));
    assertEquals(4, store().counts(0, 99).getFirst().day());
  }

  @Test
  void whatWasMadeToExpireIsKeptAsLongAsAnythingOfItsAge() {
    store().save(List.of(answer("a", "#x", "Acme", 5_000)), List.of());
    store().expire(Which.ALL);
    assertEquals(0, store().purge(1_000, 100, 0, 50), "fetched at 1,000");
    assertEquals(1, store().purge(1_001, 100, 0, 50));
  }
}
