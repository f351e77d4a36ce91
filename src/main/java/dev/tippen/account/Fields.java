package dev.tippen.account;

import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks the fields of one form in turn and remembers the first that is wrong. Each method returns
/// the tidied value, or an empty text when the field is wrong; look at [#refusal] before using any.
final class Fields {
  static final int NAME_MAX_CHARS = 100;
  static final int PASSWORD_MIN_CHARS = 8;
  static final int PASSWORD_MAX_CHARS = 128;

  /// RFC 5321, 4.5.3.1.3: a path has at most 256 octets, two of them brackets.
  static final int EMAIL_MAX_CHARS = 254;

  static final int WEBSITE_MAX_CHARS = 255;

  private static final Pattern EMAIL =
      Pattern.compile(
          "[^\\s@<>()\\[\\]\\\\,;:\"]{1,64}@[^\\s@<>()\\[\\]\\\\,;:\"]+\\.[^\\s@.]{2,}");

  private static final Pattern WEBSITE =
      Pattern.compile("(?:https?://)?([\\p{L}\\p{N}._-]+(?::\\d{1,5})?)(?:[/?#].*)?");

  /// The passwords of at least eight characters that head every list of leaked ones.
  private static final Set<String> WORST =
      Set.of(
          "00000000",
          "11111111",
          "12341234",
          "12344321",
          "12345678",
          "123456789",
          "1234567890",
          "123123123",
          "11223344",
          "1q2w3e4r",
          "1q2w3e4r5t",
          "1qaz2wsx",
          "22222222",
          "55555555",
          "66666666",
          "77777777",
          "87654321",
          "88888888",
          "987654321",
          "99999999",
          "a1b2c3d4",
          "aa123456",
          "abcd1234",
          "abc12345",
          "abcdefgh",
          "adminadmin",
          "admin123",
          "admin1234",
          "administrator",
          "asdfasdf",
          "asdfghjk",
          "asdfghjkl",
          "baseball",
          "basketball",
          "changeme",
          "chocolate",
          "computer",
          "danielle",
          "dragon123",
          "football",
          "iloveyou",
          "iloveyou1",
          "internet",
          "jennifer",
          "letmein1",
          "letmein123",
          "liverpool",
          "michelle",
          "monkey123",
          "p@ssw0rd",
          "p@ssword",
          "passw0rd",
          "password",
          "password1",
          "password12",
          "password123",
          "password!",
          "pokemon1",
          "princess",
          "q1w2e3r4",
          "qazwsxedc",
          "qwer1234",
          "qwerty12",
          "qwerty123",
          "qwertyui",
          "qwertyuiop",
          "secret123",
          "starwars",
          "sunshine",
          "superman",
          "test1234",
          "testtest",
          "trustno1",
          "welcome1",
          "welcome123",
          "whatever",
          "zaq12wsx",
          "zxcvbnm1");

  private @Nullable Refusal refusal;

  /// The first that was wrong, null if all are right.
  @Nullable Refusal refusal() {
    return refusal;
  }

  /// A name that must be there.
  String name(String field, @Nullable String value) {
    String name = optionalName(field, value);
    if (name.isEmpty()) wrong(Problem.FIELD_REQUIRED, field + " is required");
    return name;
  }

  /// A name that may be missing; then it is empty.
  String optionalName(String field, @Nullable String value) {
    return line(field, value, NAME_MAX_CHARS);
  }

  /// @return in lower case
  String email(String field, @Nullable String value) {
    String email = tidyEmail(value);
    if (email.isEmpty()) return wrong(Problem.FIELD_REQUIRED, field + " is required");
    if (email.length() > EMAIL_MAX_CHARS) return tooLong(field, EMAIL_MAX_CHARS);
    if (!EMAIL.matcher(email).matches()) {
      return wrong(Problem.FIELD_INVALID, field + " must look like ann@example.com");
    }
    return email;
  }

  /// @param email the password may not be the same
  String password(String field, @Nullable String value, String email) {
    if (value == null || value.isEmpty()) {
      return wrong(Problem.FIELD_REQUIRED, field + " is required");
    }
    int chars = value.codePointCount(0, value.length());
    if (chars < PASSWORD_MIN_CHARS) {
      return wrong(
          Problem.FIELD_INVALID,
          field + " must have at least " + PASSWORD_MIN_CHARS + " characters");
    }
    if (chars > PASSWORD_MAX_CHARS) return tooLong(field, PASSWORD_MAX_CHARS);
    String lower = value.toLowerCase(Locale.ROOT);
    if (WORST.contains(lower)) {
      return wrong(Problem.FIELD_INVALID, field + " is one of the most used ones; choose another");
    }
    if (lower.strip().equals(email)) {
      return wrong(Problem.FIELD_INVALID, field + " must not be the e-mail address");
    }
    return value;
  }

  /// @return host and port of what may be a whole address; null if missing
  @Nullable String website(String field, @Nullable String value) {
    String line = line(field, value, WEBSITE_MAX_CHARS).toLowerCase(Locale.ROOT);
    if (line.isEmpty()) return null;
    var m = WEBSITE.matcher(line);
    if (m.matches()) return m.group(1);
    return wrong(Problem.FIELD_INVALID, field + " must look like www.example.com");
  }

  /// The form in which e-mails are stored and looked up.
  static String tidyEmail(@Nullable String value) {
    return value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
  }

  private String line(String field, @Nullable String value, int maxChars) {
    String line = value == null ? "" : value.strip();
    if (line.length() > maxChars) return tooLong(field, maxChars);
    if (line.codePoints().anyMatch(Character::isISOControl)) {
      return wrong(Problem.FIELD_INVALID, field + " must be one line of text");
    }
    return line;
  }

  private String tooLong(String field, int maxChars) {
    return wrong(Problem.FIELD_TOO_LONG, field + " may have at most " + maxChars + " characters");
  }

  private String wrong(Problem problem, String text) {
    if (refusal == null) refusal = Refusal.of(problem, text);
    return "";
  }
}
