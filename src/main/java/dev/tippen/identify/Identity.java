package dev.tippen.identify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// What a page says about who its visitor is (`TippenTracker.identify`). Null means: not said.
///
/// @param signature of the user id by the site's own server, hexadecimal
public record Identity(
    @Nullable String company,
    @Nullable String domain,
    @Nullable String userId,
    @Nullable String signature) {
  /// Nothing was said.
  public static final Identity NONE = new Identity(null, null, null, null);

  private static final String HMAC = "HmacSHA256";

  /// Whether the site's server signed the user id: HMAC-SHA256 with the site's identity secret.
  ///
  /// @param secret null if the site has none: then nothing is signed
  public boolean isSignedWith(@Nullable String secret) {
    if (secret == null || userId == null || signature == null) return false;
    try {
      return MessageDigest.isEqual(signature(userId, secret), HexFormat.of().parseHex(signature));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  static byte[] signature(String userId, String secret) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
      return mac.doFinal(userId.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new LinkageError("every JDK has " + HMAC, e);
    }
  }
}
