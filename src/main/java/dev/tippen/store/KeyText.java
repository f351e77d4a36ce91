package dev.tippen.store;

import dev.tippen.event.ApiKey;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;

/// Makes and checks the text of keys: `<type>_<name>_<epoch ms>_<random>`. Clients put keys into
/// URLs without encoding them, so only letters, digits, `_`, `-` and `.` may occur.
public final class KeyText {

  /// 18 bytes are 144 random bits in 24 characters.
  private static final int RANDOM_BYTES = 18;

  private static final int NAME_MAX_CHARS = 32;

  private final SecureRandom random = new SecureRandom();

  /// @param name any text; only its letters and digits are used, `site` if none is left
  public String make(ApiKey.Type type, String name, long nowMs) {
    String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    if (slug.isEmpty()) slug = "site";
    if (slug.length() > NAME_MAX_CHARS) slug = slug.substring(0, NAME_MAX_CHARS);
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return type.text() + "_" + slug + "_" + nowMs + "_" + secret;
  }

  public static boolean isValid(String text) {
    return text.length() <= ApiKey.TEXT_MAX_CHARS && text.matches("[A-Za-z0-9_.-]+");
  }
}
