package dev.tippen.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
  private final Fields fields = new Fields();

  private void assertRefused(Problem problem, String field) {
    Refusal refusal = fields.refusal();
    assertNotNull(refusal);
    assertEquals(problem, refusal.problem());
    assertTrue(refusal.text().startsWith(field + " "), refusal.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ann@example.com", "a.b+c@sub.example.co", "ünal@bücher.example", "x@y.museum"})
  void usualEmailsPass(String email) {
    assertEquals(email, fields.email("email", email));
    assertNull(fields.refusal());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann",
        "ann@",
        "@example.com",
        "ann@example",
        "a b@example.com",
        "a@b@example.com",
        "ann@example.c",
        "<ann@example.com>",
        "ann@example.com,b@example.com",
        "ann@.c"
      })
  void oddEmailsAreRefusedByName(String email) {
    fields.email("email", email);
    assertRefused(Problem.FIELD_INVALID, "email");
  }

  @Test
  void emailIsTidied() {
    assertEquals("ann@example.com", fields.email("email", "  Ann@Example.COM\n"));
  }

  @Test
  void longEmailIsRefused() {
    fields.email("email", "a@" + "b".repeat(Fields.EMAIL_MAX_CHARS) + ".com");
    assertRefused(Problem.FIELD_TOO_LONG, "email");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 128, 129})
  void passwordLengthIsBounded(int length) {
    fields.password("password", "ż".repeat(length), "ann@example.com");
    switch (length) {
      case 0 -> assertRefused(Problem.FIELD_REQUIRED, "password");
      case 7 -> assertRefused(Problem.FIELD_INVALID, "password");
      case 129 -> assertRefused(Problem.FIELD_TOO_LONG, "password");
      default -> assertNull(fields.refusal());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "PassWord", "12345678", "qwertyuiop", "ANN@example.com"})
  void worstPasswordsAndTheEmailAreRefused(String password) {
    fields.password("password", password, "ann@example.com");
    assertRefused(Problem.FIELD_INVALID, "password");
  }

  @Test
  void spacesBelongToAPassword() {
    assertEquals("  eight chars ", fields.password("password", "  eight chars ", "a@b.cd"));
    assertNull(fields.refusal());
  }

  @ParameterizedTest
  @CsvSource({
    "shop.example, shop.example",
    "https://www.Shop.example/path?x#y, www.shop.example",
    "http://localhost:8080, localhost:8080",
    "bücher.example, bücher.example"
  })
  void websiteKeepsHostAndPort(String given, String kept) {
    assertEquals(kept, fields.website("website", given));
    assertNull(fields.refusal());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two words",
        "javascript:alert(1)",
        "ftp://x.example",
        "\"><script>",
        "a@b.example"
      })
  void oddWebsitesAreRefused(String website) {
    fields.website("website", website);
    assertRefused(Problem.FIELD_INVALID, "website");
  }

  @Test
  void missingWebsiteIsNone() {
    assertNull(fields.website("website", null));
    assertNull(fields.website("website", "  "));
    assertNull(fields.refusal());
  }

  @Test
  void namesAreOneLineAndBounded() {
    assertEquals("Ann", fields.name("firstName", " Ann "));
    assertNull(fields.refusal());
    fields.name("firstName", "a".repeat(101));
    assertRefused(Problem.FIELD_TOO_LONG, "firstName");
    assertFieldRefused("a\nb", Problem.FIELD_INVALID);
    assertFieldRefused("a\u0000b", Problem.FIELD_INVALID);
    assertFieldRefused(null, Problem.FIELD_REQUIRED);
    assertFieldRefused("   ", Problem.FIELD_REQUIRED);
  }

  private static void assertFieldRefused(@Nullable String value, Problem problem) {
    FieldsTest test = new FieldsTest();
    test.fields.name("siteName", value);
    test.assertRefused(problem, "siteName");
  }

  @Test
  void firstProblemIsTold() {
    fields.name("firstName", null);
    fields.email("email", "odd");
    assertRefused(Problem.FIELD_REQUIRED, "firstName");
  }
}
