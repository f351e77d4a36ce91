package dev.tippen.identify;

import static dev.tippen.identify.FakeProvider.acme;
import static dev.tippen.identify.FakeProvider.failure;
import static dev.tippen.identify.Rig.A;
import static dev.tippen.identify.Rig.B;
import static dev.tippen.identify.Rig.source;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.Confidence;
import dev.tippen.store.LookupStore.Counts;
import dev.tippen.store.LookupStore.Which;
import dev.tippen.store.MemoryLookupStore;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is asked, of whom, how often, and what is remembered.
class LookupsTest {
  private final ManualClock clock = new ManualClock("2026-11-22T12:00:00Z");
  private final MemoryLookupStore store = new MemoryLookupStore();
  private final FakeProvider provider = new FakeProvider("one");
  private final FakeProvider second = new FakeProvider("two");

  private Rig rig() {
    return new Rig(clock, store, source(provider));
  }

  private Rig both() {
    return new Rig(clock, store, source(provider), source(second));
  }

  private static @Nullable String name(Outcome o) {
    CompanyProfile profile = o.profile();
    return profile == null ? null : profile.name();
  }

  private static InetAddress address(int i) {
    return InetAddress.ofLiteral("100." + (i >> 16 & 255) + "." + (i >> 8 & 255) + "." + (i & 255));
  }

  @Test
  void aCompanyIsAskedForOnceAndThenKnown() {
    provider.always(acme());
    Rig rig = rig();
    assertNull(rig.lookups.cached(A));
    assertEquals("Acme", name(rig.visit(A)));
    assertEquals(1, rig.heard.size());
    for (int i = 0; i < 100; i++) assertEquals("Acme", name(rig.visit(A)));
    assertEquals(1, provider.calls.get());
    assertEquals(100, rig.counts("one").memoryHits());
    assertEquals(100, rig.counts("one").creditsSaved());
    assertEquals(1, rig.counts("one").creditsUsed());
  }

  /// Fault 2 of the system before: an expired row that can't be replaced is paid for at each event.
  @Test
  void anExpiredAnswerIsReplacedAndThenKnownAgain() {
    provider.next(acme("Old", "old.example")).always(acme());
    Rig rig = rig();
    rig.visit(A);
    clock.add(Duration.ofDays(31));
    assertEquals("Acme", name(rig.visit(A)));
    rig.lookups.saveAndFollow();
    assertEquals(1, store.find(List.of(new PrefixNames(new byte[32]).of(Prefix.of(A)))).size());
    for (int i = 0; i < 10; i++) new Rig(clock, store, source(provider)).visit(A);
    assertEquals(2, provider.calls.get());
  }

  @Test
  void aCompanyHoldsThirtyDaysAndIsRefreshedByAVisitorFromFourFifthsOn() {
    provider.always(acme());
    Rig rig = rig();
    rig.visit(A);
    clock.add(Duration.ofDays(22));
    rig.visit(A);
    assertEquals(1, provider.calls.get());
    clock.add(Duration.ofDays(3));
    Resolution known = rig.lookups.cached(A);
    assertNotNull(known);
    assertTrue(known.isFound() && !known.elected().stale() && rig.lookups.isDue(known));
    rig.visit(A);
    assertEquals(2, provider.calls.get());
    clock.add(Duration.ofDays(29));
    assertFalse(rig.visit(A).stale());
  }

  /// Fault 1: "not found" ended as a failure of a day.
  @Test
  void nothingFoundHoldsSevenDays() {
    Rig rig = rig();
    assertEquals(Status.NOT_FOUND, rig.visit(A).status());
    clock.add(Duration.ofDays(6));
    for (int i = 0; i < 100; i++) rig.visit(A);
    assertEquals(1, provider.calls.get());
    clock.add(Duration.ofDays(1));
    rig.visit(A);
    assertEquals(2, provider.calls.get());
  }

  /// Fault 3: a failure came back from the cache as a paid result.
  @Test
  void aRememberedFailureIsAFailure() {
    provider.always(failure());
    Rig rig = rig();
    assertEquals(Status.FAILED, rig.visit(A).status());
    assertEquals(Status.FAILED, rig.visit(A).status());
    assertEquals(1, provider.calls.get());
    Counts counts = rig.counts("one");
    assertEquals(0, counts.memoryHits() + counts.creditsSaved() + counts.creditsUsed());
    assertEquals(1, counts.failed());
    clock.add(Duration.ofMinutes(5));
    provider.always(acme());
    assertEquals("Acme", name(rig.visit(A)));
  }

  @Test
  void failuresInARowAreAskedAgainEverLater() {
    provider.always(failure());
    Rig rig = rig();
    long longest = 0;
    for (int i = 0; i < 12; i++) {
      Outcome failed = rig.visit(A);
      long holdsMs = failed.expiresAtMs() - failed.fetchedAtMs();
      assertTrue(holdsMs >= Duration.ofMinutes(1).toMillis(), "first " + holdsMs);
      assertTrue(holdsMs <= Duration.ofDays(1).toMillis(), "longest " + holdsMs);
      longest = Math.max(longest, holdsMs);
      clock.addMs(Math.max(holdsMs, 60_000));
    }
    assertEquals(Duration.ofDays(1).toMillis(), longest);
  }

  @Test
  void aCompanyStaysOnShowAsStaleWhileNobodyAnswers() {
    provider.next(acme()).always(failure());
    Rig rig = rig();
    rig.visit(A);
    clock.add(Duration.ofDays(31));
    Outcome stale = rig.visit(A);
    assertEquals("Acme", name(stale));
    assertTrue(stale.stale());
    assertEquals(2, provider.calls.get());
    rig.visit(A);
    assertEquals(2, provider.calls.get(), "not at each visit");
    clock.add(Duration.ofMinutes(5));
    provider.always(acme("New", "new.example"));
    assertEquals("New", name(rig.visit(A)));
    assertFalse(rig.visit(A).stale());
  }

  @Test
  void aRestartKnowsWhatWasStored() {
    provider.always(acme());
    Rig rig = rig();
    rig.visit(A);
    rig.visit(address(9));
    rig.lookups.saveAndFollow();
    Rig restarted = rig();
    Outcome known = restarted.visit(A);
    assertEquals("Acme", name(known));
    assertEquals("It says so.", known.reason());
    assertEquals(Confidence.MEDIUM, known.confidence());
    assertEquals(2, provider.calls.get());
    assertEquals(1, restarted.counts("one").diskHits());
    assertEquals(1, restarted.counts("one").creditsSaved());
  }

  @Test
  void manyWishesForOneNetworkAreOneCall() {
    provider.always(acme());
    Rig rig = rig();
    for (int i = 0; i < 1_000; i++) rig.request(A);
    for (int i = 0; i < 1_000; i++) rig.request(InetAddress.ofLiteral("2001:db8:1:2::" + (i + 1)));
    rig.run();
    assertEquals(2, provider.calls.get());
    assertEquals(2_000, rig.heard.size());
    assertTrue(rig.heard.stream().allMatch(Resolution::isFound));
  }

  @Test
  void aNetworkThatTheSourceNamesIsAskedAboutOnce() {
    provider.always(acme().matching(Prefix.parse("198.51.100.0/24")));
    Rig rig = rig();
    assertEquals("198.51.100.0/24", rig.visit(A).matchedPrefix());
    assertEquals("Acme", name(rig.visit(B)));
    assertEquals(1, provider.calls.get());
    rig.visit(InetAddress.ofLiteral("198.51.101.7"));
    assertEquals(2, provider.calls.get());
    rig.lookups.saveAndFollow();
    Rig restarted = rig();
    assertEquals(
        "198.51.100.0/24", restarted.visit(InetAddress.ofLiteral("198.51.100.99")).matchedPrefix());
    assertEquals(2, provider.calls.get());
  }

  @Test
  void aNetworkThatDoesNotHoldTheAddressIsNotBelieved() {
    provider.always(acme().matching(Prefix.parse("192.0.2.0/24")));
    Rig rig = rig();
    assertNull(rig.visit(A).matchedPrefix());
    rig.visit(InetAddress.ofLiteral("192.0.2.1"));
    assertEquals(2, provider.calls.get());
  }

  @Test
  void sourcesAreAskedInOrderUntilOneKnows() {
    second.always(acme("Second", "second.example"));
    Rig rig = both();
    assertEquals("Second", name(rig.visit(A)));
    assertEquals(
        List.of("one", "two"), rig.last().evidence().stream().map(Outcome::source).toList());
    provider.always(acme());
    assertEquals("Acme", name(rig.visit(B)));
    assertEquals(1, second.calls.get());
  }

  @Test
  void twoSourcesWithTheSameDomainAreOneStepSurer() {
    provider.next(failure()).always(acme("Acme", "www.acme.co.uk"));
    second.always(acme("ACME Ltd", "acme.co.uk"));
    Rig rig = both();
    assertEquals(Confidence.MEDIUM, rig.visit(A).confidence());
    clock.add(Duration.ofMinutes(5));
    Outcome elected = rig.visit(A);
    assertEquals("Acme", name(elected));
    assertEquals(Confidence.HIGH, elected.confidence());
    assertEquals(1, second.calls.get());
  }

  @Test
  void pendingIsAskedAgainByItselfAndHeardTwice() {
    Answer pending = Answer.of(Status.PENDING, "It works on it.");
    provider.next(pending, pending).always(acme());
    Rig rig = rig();
    assertEquals(Status.PENDING, rig.visit(A).status());
    clock.addMs(4_999);
    rig.run();
    rig.visit(A);
    assertEquals(1, provider.calls.get());
    clock.addMs(1);
    rig.run();
    assertEquals(2, provider.calls.get());
    clock.addMs(14_999);
    rig.run();
    assertEquals(2, provider.calls.get());
    clock.addMs(1);
    rig.run();
    assertEquals(3, provider.calls.get());
    assertEquals(Status.PENDING, rig.heard.getFirst().elected().status());
    assertTrue(rig.last().isFound());
    assertEquals("Acme", name(rig.visit(A)));
    assertEquals(0, rig.lookups.state().parked());
  }

  @Test
  void whatStaysPendingIsNotFoundForADay() {
    provider.always(Answer.of(Status.PENDING, "It works on it."));
    Rig rig = rig();
    rig.visit(A);
    for (int seconds : new int[] {5, 15, 60, 300}) {
      clock.addMs(seconds * 1_000L);
      rig.run();
    }
    assertEquals(5, provider.calls.get());
    Outcome never = rig.visit(A);
    assertEquals(Status.NOT_FOUND, never.status());
    long holdsMs = never.expiresAtMs() - never.fetchedAtMs();
    assertTrue(
        holdsMs <= Duration.ofDays(1).toMillis() && holdsMs > Duration.ofHours(22).toMillis());
  }

  @Test
  void nobodyElseIsPaidWhileTheFirstWorks() {
    provider.next(Answer.of(Status.PENDING, "It works on it."));
    Rig rig = both();
    rig.visit(A);
    assertEquals(0, second.calls.get());
    clock.addMs(5_000);
    rig.run();
    assertEquals(1, second.calls.get(), "the first found nothing after all");
  }

  @Test
  void rateLimitedWaitsAsLongAsTheSourceSays() {
    provider.next(Answer.of(Status.RATE_LIMITED, "Wait.").retryAfter(30)).always(acme());
    Rig rig = rig();
    assertEquals(Status.RATE_LIMITED, rig.visit(A).status());
    rig.visit(B);
    assertEquals(1, provider.calls.get(), "others wait too");
    clock.addMs(29_999);
    rig.run();
    assertEquals(1, provider.calls.get());
    clock.addMs(1);
    rig.run();
    assertEquals("Acme", name(rig.visit(A)));
    assertEquals("Acme", name(rig.visit(B)));
    assertEquals(3, provider.calls.get());
  }

  @Test
  void rateLimitedWithoutATimeWaitsAMinuteAndIsQuotaAfterTen() {
    provider.always(Answer.of(Status.RATE_LIMITED, "Wait."));
    Rig rig = rig();
    int i = 0;
    for (int minute = 0; minute <= 10; minute++) {
      rig.visit(address(i++));
      clock.add(Duration.ofMinutes(1));
    }
    int asked = provider.calls.get();
    assertTrue(asked <= 12, "calls " + asked);
    assertEquals(Status.QUOTA, rig.visit(address(i++)).status());
    clock.add(Duration.ofMinutes(30));
    assertEquals(Status.QUOTA, rig.visit(address(i++)).status());
    assertEquals(asked, provider.calls.get());
  }

  @Test
  void spentCreditsPauseTheSourceAndNotTheAddress() {
    provider.next(Answer.of(Status.QUOTA, "Spent.")).always(acme());
    Rig rig = rig();
    assertEquals(Status.QUOTA, rig.visit(A).status());
    assertEquals(Status.QUOTA, rig.visit(B).status());
    assertEquals(1, provider.calls.get());
    assertEquals("quota", rig.lookups.sources().getFirst().state());
    clock.add(Duration.ofHours(1));
    assertEquals("Acme", name(rig.visit(A)));
    assertEquals("ready", rig.lookups.sources().getFirst().state());
  }

  @Test
  void aRefusedKeyStopsTheSource() {
    provider.always(Answer.keyRefused("It refuses the key."));
    Rig rig = rig();
    for (int i = 0; i < 50; i++) assertEquals(Status.INVALID, rig.visit(address(i)).status());
    assertEquals(1, provider.calls.get());
    assertEquals("invalid", rig.lookups.sources().getFirst().state());
  }

  @Test
  void aRefusedAddressIsNotAskedAgainAndStopsNobody() {
    provider.next(Answer.of(Status.INVALID, "Not this one.")).always(acme());
    Rig rig = rig();
    assertEquals(Status.INVALID, rig.visit(A).status());
    clock.add(Duration.ofDays(6));
    assertEquals(Status.INVALID, rig.visit(A).status());
    assertEquals("Acme", name(rig.visit(B)));
    assertEquals(2, provider.calls.get());
  }

  @Test
  void theBudgetIsAHardStopAlsoOverARestart() {
    provider.always(acme());
    Allowance three = new Allowance(1, 3, 100, 60_000, 8);
    Rig rig = new Rig(clock, store, new Source(provider, three));
    rig.visit(address(1));
    rig.visit(address(2));
    rig.lookups.saveAndFollow();
    Rig restarted = new Rig(clock, store, new Source(provider, three));
    assertEquals("Acme", name(restarted.visit(address(3))));
    Outcome over = restarted.visit(address(4));
    assertEquals(Status.SKIPPED, over.status());
    assertTrue(over.reason().contains("budget"), over.reason());
    assertEquals(3, provider.calls.get());
    assertEquals(3, restarted.lookups.sources().getFirst().dayCredits());
    assertEquals(1, restarted.counts("one").skipped());
    clock.add(Duration.ofHours(12));
    assertEquals("Acme", name(restarted.visit(address(4))), "the next day");
    assertEquals(4, restarted.lookups.sources().getFirst().monthCredits());
  }

  @Test
  void theMonthIsAHardStopTooAndACallThatCostsMoreIsCounted() {
    provider.always(acme().charged(5));
    Rig rig = new Rig(clock, store, new Source(provider, new Allowance(1, 100, 11, 60_000, 8)));
    for (int i = 0; i < 10; i++) rig.visit(address(i));
    assertEquals(3, provider.calls.get(), "5 + 5 + (at least 1)");
    assertEquals(15, rig.counts("one").creditsUsed());
    clock.add(Duration.ofDays(1));
    rig.visit(address(20));
    assertEquals(3, provider.calls.get());
    clock.add(Duration.ofDays(8));
    rig.visit(address(21));
    assertEquals(4, provider.calls.get(), "December");
  }

  @Test
  void theMonthIsRememberedOverARestartOnAnotherDay() {
    provider.always(acme());
    Allowance two = new Allowance(1, 100, 2, 60_000, 8);
    Rig rig = new Rig(clock, store, new Source(provider, two));
    rig.visit(address(1));
    rig.visit(address(2));
    rig.lookups.saveAndFollow();
    clock.add(Duration.ofDays(1));
    Rig restarted = new Rig(clock, store, new Source(provider, two));
    assertEquals(Status.SKIPPED, restarted.visit(address(3)).status());
    assertEquals(2, provider.calls.get());
    assertEquals(0, restarted.lookups.sources().getFirst().dayCredits());
  }

  @Test
  void whatCanNotHaveCostAnythingIsGivenBack() {
    provider
        .next(failure(), Answer.of(Status.RATE_LIMITED, "Wait.").retryAfter(1))
        .always(Answer.failed("It hung.", Answer.Failure.UNCERTAIN));
    Rig rig = rig();
    rig.visit(address(1));
    rig.visit(address(2));
    assertEquals(0, rig.lookups.sources().getFirst().dayCredits());
    clock.addMs(1_000);
    rig.run();
    assertEquals(1, rig.lookups.sources().getFirst().dayCredits(), "who hung may have charged");
  }

  /// Fault 4: only three private ranges were known.
  @Test
  void whatMayNotBeAskedNeverLeaves() {
    Rig rig =
        new Rig(
            clock,
            store,
            a -> !a.getHostAddress().startsWith("10."),
            new Lookups.Limits(100, 10_000, 1_000, 64),
            source(provider));
    rig.request(InetAddress.ofLiteral("10.1.2.3"));
    rig.run();
    assertEquals(0, provider.calls.get());
    assertEquals(Status.SKIPPED, rig.last().elected().status());
    assertEquals(1, rig.lookups.state().notAskable());
    assertNull(rig.lookups.cached(InetAddress.ofLiteral("10.1.2.3")));
  }

  @Test
  void withoutSourcesNothingIsAskedAndTheStoreIsNotTouched() {
    store.broken(true);
    Rig rig = new Rig(clock, store);
    rig.lookups.start();
    rig.request(A);
    rig.run();
    assertFalse(rig.lookups.isOn());
    assertEquals(Status.SKIPPED, rig.last().elected().status());
    assertNull(rig.lookups.cached(A));
    rig.lookups.saveAndFollow();
    rig.lookups.close();
  }

  @Test
  void theNewestWishesAreServedFirstAndTheOldestDropped() {
    List<String> asked = new ArrayList<>();
    provider.always(a -> {
      asked.add(a.getHostAddress());
      return acme();
    });
    Rig rig =
        new Rig(clock, store, _ -> true, new Lookups.Limits(3, 10_000, 1_000, 1), source(provider));
    for (int i = 1; i <= 4; i++) rig.request(address(i));
    assertEquals(Status.SKIPPED, rig.last().elected().status(), "the first is told at once");
    rig.request(address(2)); // came back: moves to the front
    rig.run();
    assertEquals(List.of("100.0.0.2", "100.0.0.4", "100.0.0.3"), asked);
    assertEquals(1, rig.lookups.state().overflowed());
    assertEquals(5, rig.heard.size());
  }

  @Test
  void whileStoredAnswersCanNotBeReadNobodyIsPaid() {
    Rig rig = rig();
    store.broken(true);
    assertEquals(Status.SKIPPED, rig.visit(A).status());
    assertEquals(0, provider.calls.get());
    store.broken(false);
    clock.add(Duration.ofMinutes(1));
    rig.visit(A);
    assertEquals(1, provider.calls.get());
  }

  @Test
  void aKnownCompanyStaysOnShowWhileStoredAnswersCanNotBeRead() {
    provider.always(acme());
    Rig rig = rig();
    rig.visit(A);
    clock.add(Duration.ofDays(25));
    store.broken(true);
    assertEquals("Acme", name(rig.visit(A)));
    clock.add(Duration.ofDays(6));
    assertTrue(rig.visit(A).stale());
    assertEquals(1, provider.calls.get());
  }

  @Test
  void whatCanNotBeSavedIsSavedLater() {
    provider.always(acme());
    Rig rig = rig();
    rig.visit(A);
    store.broken(true);
    rig.lookups.saveAndFollow();
    store.broken(false);
    assertEquals(1, rig.counts("one").creditsUsed());
    assertEquals(1, store.count(Which.ALL).rows());
    int saves = store.saves;
    rig.lookups.saveAndFollow();
    assertEquals(saves, store.saves, "nothing new, nothing written");
  }

  @Test
  void severalAnswersAreOneWrite() {
    provider.always(acme());
    Rig rig = rig();
    for (int i = 0; i < 50; i++) rig.visit(address(i));
    rig.lookups.saveAndFollow();
    assertEquals(1, store.saves);
    assertEquals(50, store.count(Which.ALL).rows());
  }

  @Test
  void answersThatSomebodyMadeExpireAreAskedForAgain() {
    provider.next(acme("Old", "old.example")).always(acme());
    Rig rig = rig();
    rig.visit(A);
    rig.lookups.saveAndFollow();
    store.expire(new Which(null, "old.example", null));
    assertEquals("Old", name(rig.visit(A)));
    rig.lookups.saveAndFollow();
    assertEquals("Acme", name(rig.visit(A)));
    assertEquals(2, provider.calls.get());
  }

  @Test
  void madeToExpireButNobodyAnswersShowsTheOldOne() {
    provider.next(acme("Old", "old.example")).always(failure());
    Rig rig = rig();
    rig.visit(A);
    rig.lookups.saveAndFollow();
    store.expire(Which.ALL);
    rig.lookups.saveAndFollow();
    Outcome old = rig.visit(A);
    assertEquals("Old", name(old));
    assertTrue(old.stale());
  }

  @Test
  void aProviderThatThrowsIsAFailureAndHarmsNobody() {
    provider.always(_ -> {
      throw new IllegalStateException("planted");
    });
    second.always(acme());
    Rig rig = both();
    assertEquals("Acme", name(rig.visit(A)));
    assertEquals(Status.FAILED, rig.last().evidence().getFirst().status());
    assertEquals(0, rig.lookups.sources().getFirst().running());
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    provider.always(acme());
    Rig rig = rig();
    rig.lookups.request(
        A,
        _ -> {
          throw new IllegalStateException("planted");
        });
    rig.request(A);
    rig.run();
    assertTrue(rig.last().isFound());
  }

  @Test
  void oldAnswersAreDeletedAndTheTableIsBounded() {
    provider.always(acme());
    Rig rig =
        new Rig(clock, store, _ -> true, new Lookups.Limits(100, 10_000, 5, 64), source(provider));
    for (int i = 0; i < 8; i++) rig.visit(address(i));
    rig.lookups.saveAndFollow();
    rig.lookups.purge();
    assertEquals(5, store.count(Which.ALL).rows());
    clock.add(Duration.ofDays(58));
    rig.lookups.purge();
    assertEquals(5, store.count(Which.ALL).rows(), "stale ones may still be shown");
    clock.add(Duration.ofDays(3));
    rig.lookups.purge();
    assertEquals(0, store.count(Which.ALL).rows());
  }

  @Test
  void rowsThatSomebodyElseWroteAreNoFault() {
    provider.always(acme());
    String prefix = new PrefixNames(new byte[32]).of(Prefix.of(A));
    long later = clock.millis() + 1_000_000;
    for (String body : List.of("", "[]", "{\"confidence\":\"total\"}", "{}")) {
      store.save(
          List.of(
              new dev.tippen.store.LookupStore.Saved(
                  "one", prefix, false, 32, "found", "Unknown Company", null, body, 1, later)),
          List.of());
      assertEquals("Acme", name(rig().visit(A)), body);
    }
  }
}
