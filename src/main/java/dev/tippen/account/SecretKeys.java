package dev.tippen.account;

import dev.tippen.store.SecretKeyStore;
import dev.tippen.store.SecretKeyStore.SecretKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes, lists and revokes secret keys: `tip_<id>_<secret>`, an id of 8 and a secret of 43 letters
/// and digits, which are 256 random bits. The whole is shown once and never stored. Calls block on
/// the database.
public final class SecretKeys {
  public static final int NOTE_MAX_CHARS = 200;

  private static final String PREFIX = "tip_";
  private static final int ID_CHARS = 8;
  private static final int SECRET_CHARS = 43; // 62^43 > 2^256
  private static final int TEXT_CHARS = PREFIX.length() + ID_CHARS + 1 + SECRET_CHARS;
  private static final String LETTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final SecretKeyStore store;
  private final InstantSource clock;
  private final SecureRandom random;

  public SecretKeys(SecretKeyStore store, InstantSource clock, SecureRandom random) {
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  /// A key just made.
  ///
  /// @param id names it in lists and when it is revoked
  /// @param text the whole key: show it once
  public record Issued(String id, String text) {
    @Override
    public String toString() {
      return "Issued[" + id + "]";
    }
  }

  /// Makes a key that reads and acts for one site. Servers accept it within a second.
  ///
  /// @param apiKey text of an existing site key
  /// @param note what it is for, at most [#NOTE_MAX_CHARS]
  /// @throws IllegalArgumentException if the note is too long
  /// @throws dev.tippen.store.StoreException if there is no such site
  public Issued issue(String apiKey, @Nullable String note) {
    if (note != null && note.length() > NOTE_MAX_CHARS) {
      throw new IllegalArgumentException(
          "A note may have at most " + NOTE_MAX_CHARS + " characters");
    }
    while (true) {
      String id = letters(ID_CHARS);
      String text = PREFIX + id + "_" + letters(SECRET_CHARS);
      if (store.insert(id, Tokens.hash(text), apiKey, note, clock.millis())) {
        return new Issued(id, text);
      }
    }
  }

  /// All keys of one site, newest first, revoked ones too.
  public List<SecretKey> ofSite(String apiKey) {
    return store.ofSite(apiKey);
  }

  /// Takes a key out of use. Servers follow within a second.
  ///
  /// @return false if there is no such key or it is revoked already
  public boolean revoke(String id) {
    return store.revoke(id, clock.millis());
  }

  /// Whether a text has the form of a secret key. No session token does: those are shorter.
  public static boolean isSecretKey(String text) {
    return text.length() == TEXT_CHARS
        && text.startsWith(PREFIX)
        && text.charAt(PREFIX.length() + ID_CHARS) == '_';
  }

  /// @param text of the form of a secret key
  static String id(String text) {
    return text.substring(PREFIX.length(), PREFIX.length() + ID_CHARS);
  }

  private String letters(int count) {
    StringBuilder b = new StringBuilder(count);
    for (int i = 0; i < count; i++) b.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    return b.toString();
  }
}
