package dev.tippen.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.admission.Admission.Verdict;
import dev.tippen.config.Config;
import dev.tippen.enrich.address.IpAddress;
import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.store.KeyDirectory;
import dev.tippen.store.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who may send an event.
class AdmissionTest {
  private static final String SITE = "https://shop.example";

  private final AtomicLong nanos = new AtomicLong();
  private final KeyDirectory keys =
      new KeyDirectory(
          new Fixed(
              List.of(
                  key(1, ApiKey.Status.ACTIVE),
                  key(2, ApiKey.Status.ACTIVE, SITE),
                  key(3, ApiKey.Status.INACTIVE),
                  key(4, ApiKey.Status.REVOKED, SITE))));
  private final Admission admission =
      new Admission(
          keys,
          new RateLimits(new Config.RateLimits(true, 1, 2, 1, 2, 100, 100, 100), nanos::get),
          (visitor, host) -> visitor.equals("here") ? keys.byId(host.length()) : null);

  private static ApiKey key(int id, ApiKey.Status status, String... origins) {
    return new ApiKey(
        id, "key-" + id, ApiKey.Type.TEST, null, null, status, List.of(origins), false, null);
  }

  @AfterEach
  void close() {
    keys.close();
  }

  private static Problem refused(Verdict verdict) {
    return assertInstanceOf(Verdict.Refused.class, verdict).refusal().problem();
  }

  private static ApiKey admitted(Verdict verdict) {
    return assertInstanceOf(Verdict.Admitted.class, verdict).key();
  }

  @Test
  void aKeyMustBeNamedAndKnown() {
    assertEquals(Problem.API_KEY_REQUIRED, refused(admission.admitEvent(null, null)));
    assertEquals(Problem.API_KEY_REQUIRED, refused(admission.admitEvent("", SITE)));
    assertEquals(Problem.API_KEY_UNKNOWN, refused(admission.admitEvent("nope", null)));
    assertNull(((Verdict.Refused) admission.admitEvent("nope", null)).key());
    assertEquals(keys.byId(1), admitted(admission.admitEvent("key-1", null)));
    assertEquals(keys.byId(1), admitted(admission.admit("key-1", SITE)));
  }

  @Test
  void aKeyThatIsNotActiveSendsNothingWhateverItsOrigin() {
    Verdict inactive = admission.admitEvent("key-3", null);
    assertEquals(Problem.API_KEY_INACTIVE, refused(inactive));
    assertEquals(keys.byId(3), ((Verdict.Refused) inactive).key(), "the owner can be told");
    assertEquals(Problem.API_KEY_INACTIVE, refused(admission.admitEvent("key-4", SITE)));
    assertEquals(Problem.API_KEY_INACTIVE, refused(admission.admit("key-4", null)));
  }

  @Test
  void aKeyIsUsedFromItsOriginsOnly() {
    assertEquals(keys.byId(2), admitted(admission.admitEvent("key-2", SITE)));
    assertEquals(
        keys.byId(2), admitted(admission.admitEvent("key-2", SITE.toUpperCase(Locale.ROOT))));
    for (String other :
        List.of("https://other.example", "http://shop.example", SITE + ":444", "null", "")) {
      assertEquals(Problem.ORIGIN_NOT_ALLOWED, refused(admission.admit("key-2", other)), other);
    }
    assertEquals(keys.byId(2), admitted(admission.admit("key-2", null)), "no browser");
  }

  @Test
  void anExitWithoutAKeyIsOfTheSiteOnWhichItsVisitorIs() {
    assertEquals(keys.byId(1), admitted(admission.admitKeylessExit("here", "a", null)));
    assertEquals(
        Problem.API_KEY_REQUIRED, refused(admission.admitKeylessExit("elsewhere", "a", null)));
    assertEquals(Problem.API_KEY_REQUIRED, refused(admission.admitKeylessExit("here", null, null)));
    assertEquals(
        Problem.ORIGIN_NOT_ALLOWED,
        refused(admission.admitKeylessExit("here", "ab", "https://other.example")));
    assertEquals(
        Problem.API_KEY_INACTIVE, refused(admission.admitKeylessExit("here", "abc", null)));
  }

  @Test
  void anEventCostsATokenOfItsKeyAndASocketNone() {
    for (int i = 0; i < 10; i++) admitted(admission.admit("key-1", null));
    admitted(admission.admitEvent("key-1", null));
    admitted(admission.admitKeylessExit("here", "a", null));
    Verdict tooMuch = admission.admitEvent("key-1", null);
    assertEquals(Problem.RATE_LIMITED, refused(tooMuch));
    assertEquals(keys.byId(1), ((Verdict.Refused) tooMuch).key());
    assertEquals(Problem.RATE_LIMITED, refused(admission.admitKeylessExit("here", "a", null)));
    assertTrue(((Verdict.Refused) tooMuch).refusal().retryAfterSeconds() > 0);
    admitted(admission.admitEvent("key-2", null));
    for (int i = 0; i < 10; i++) refused(admission.admitEvent("key-3", null));
    nanos.addAndGet(1_000_000_000L);
    admitted(admission.admitEvent("key-1", null));
  }

  @Test
  void anAddressIsAskedForAllEventsOfARequest() {
    assertNull(admission.admitAddress(IpAddress.parse("203.0.113.7"), 2));
    assertNotNull(admission.admitAddress(IpAddress.parse("203.0.113.7"), 1));
    assertNotNull(
        admission.admitAddress(IpAddress.parse("203.0.113.8"), 3),
        "more than it may ever send at once");
    assertNull(
        admission.admitAddress(IpAddress.parse("203.0.113.8"), 2), "what was refused cost nothing");
    assertNull(admission.admitAddress(null, 1_000), "unknown");
    assertNull(admission.admitAddress(IpAddress.parse("127.0.0.1"), 1_000), "this machine");
  }

  private record Fixed(List<ApiKey> all) implements KeyStore {
    @Override
    public long version() {
      return 1;
    }

    @Override
    public ApiKey create(NewKey key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean revoke(String text) {
      throw new UnsupportedOperationException();
    }
  }
}
