package dev.tippen.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.ApiKey;
import org.junit.jupiter.api.Test;

/// The text of keys: readable, unguessable, and safe in an address.
class KeyTextTest {
  private final KeyText text = new KeyText();

  @Test
  void aKeySaysWhatItIsForAndWhenItWasMade() {
    String key = text.make(ApiKey.Type.CLIENT, "My Shop, Inc.", 1_790_000_000_000L);
    assertTrue(key.matches("client_myshopinc_1790000000000_[A-Za-z0-9_-]{24}"), key);
    assertTrue(KeyText.isValid(key));
    assertTrue(text.make(ApiKey.Type.TEST, "日本", 1).startsWith("test_site_1_"));
    assertTrue(text.make(ApiKey.Type.DEMO, "", 1).startsWith("demo_site_1_"));
  }

  @Test
  void aLongNameIsCutSoThatTheKeyStaysValid() {
    String key = text.make(ApiKey.Type.CLIENT, "a".repeat(500), Long.MAX_VALUE);
    assertTrue(KeyText.isValid(key), key);
    assertTrue(key.startsWith("client_" + "a".repeat(32) + "_"), key);
    assertTrue(
        text.make(ApiKey.Type.CLIENT, "b".repeat(32), 1).contains("_" + "b".repeat(32) + "_"));
  }

  @Test
  void noTwoAreAlike() {
    String one = text.make(ApiKey.Type.CLIENT, "shop", 1);
    String other = text.make(ApiKey.Type.CLIENT, "shop", 1);
    assertNotEquals(one, other);
    assertFalse(one.endsWith("AAAAAAAAAAAAAAAAAAAAAAAA"), "random");
  }

  @Test
  void onlyWhatNeedsNoEncodingIsValid() {
    assertTrue(KeyText.isValid("aZ09_.-"));
    assertTrue(KeyText.isValid("k".repeat(ApiKey.TEXT_MAX_CHARS)));
    assertFalse(KeyText.isValid("k".repeat(ApiKey.TEXT_MAX_CHARS + 1)));
    for (String bad : new String[] {"", " ", "a b", "a/b", "a%20", "ä", "a\n", "a+b"}) {
      assertEquals(false, KeyText.isValid(bad), bad);
    }
  }
}
