package dev.tippen.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// Random secrets and their hashes. A fast hash is enough here, because 256 random bits can't be
/// guessed; passwords need [Passwords].
final class Tokens {
  private static final int TOKEN_BYTES = 32;

  private Tokens() {}

  /// 256 random bits as 43 URL-safe characters.
  static String make(SecureRandom random) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// SHA-256, 32 bytes.
  static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /// Compares in a time that does not tell where the texts differ.
  static boolean same(String expected, String given) {
    return MessageDigest.isEqual(hash(expected), hash(given));
  }
}
