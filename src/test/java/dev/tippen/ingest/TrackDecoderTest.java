package dev.tippen.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.FieldLimits;
import dev.tippen.event.Problem;
import dev.tippen.event.TrackedEvent.Engagement;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackDecoderTest {
  private final TrackDecoder decoder = new TrackDecoder(65_536);

  @Test
  void readsEveryFieldOfTheContract() throws BadBody {
    TrackBody b =
        decode(
            """
            {"event":"engagement","website":"example.com","apiKey":"k","eventId":"0197","attempt":2,"sentAt":1790000000000,
             "pageViewId":"p1","engagement":{"seq":3,"engagedMs":4000,"scrollPct":80},"state":"idle","timeOnPage":30,
             "properties":{"plan":"pro","seats":5,"trial":true},"revenue":{"amount":"12.50","currency":"EUR"},
             "identity":{"company":"Acme","domain":"acme.example","traits":{"tier":"gold"}},"consent":"full",
             "automation":true,"unknown":[1,{"x":[2]}],
             "visitor":{"visitorId":"v1","url":"https://example.com/a","title":"A","referrer":"https://r.example/",
               "timestamp":"2026-01-01T00:00:00Z","userAgent":"UA","screenResolution":"1x1","language":"en",
               "timezone":"Europe/Berlin","company":null,"ip":null,"junk":{"deep":{"er":1}}}}
            """);
    assertEquals("engagement", b.event);
    assertEquals("v1", b.visitorId);
    assertEquals(2, b.attempt);
    assertEquals(1_790_000_000_000L, b.sentAtMs);
    assertEquals(new Engagement(3, 4000, 80), b.engagement);
    assertEquals("Acme", b.identity.company());
    assertEquals(
        "{\"timeOnPage\":30,\"properties\":{\"plan\":\"pro\",\"seats\":5,\"trial\":true},"
            + "\"revenue\":{\"amount\":\"12.50\",\"currency\":\"EUR\"},"
            + "\"identity\":{\"company\":\"Acme\",\"domain\":\"acme.example\",\"traits\":{\"tier\":\"gold\"}},"
            + "\"consent\":\"full\",\"automation\":true}",
        b.detailsJson);
  }

  @Test
  void theSmallestBodyIsAPageView() throws BadBody {
    TrackBody b = decode("{\"visitor\":{\"visitorId\":\"v\"}}");
    assertEquals("pageview", b.event);
    assertNull(b.url);
    assertNull(b.detailsJson);
  }

  @Test
  void aNumberIsAVisitorIdAsText() throws BadBody {
    assertEquals("42", decode("{\"visitor\":{\"visitorId\":42}}").visitorId);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"text\"",
        "1",
        "{",
        "{\"visitor\":{\"visitorId\":\"v\"}",
        "{\"visitor\":{\"visitorId\":\"v\"}} x",
        "{\"visitor\":{\"visitorId\":\"v\"}}{}",
        "{visitor:1}",
        "{\"event\":\"\\ud8\"}",
        "{\"a\":[[[[[[[[[[1]]]]]]]]]],\"visitor\":{\"visitorId\":\"v\"}}"
      })
  void whatIsNotOneObjectIsMalformed(String body) {
    assertEquals(Problem.BODY_MALFORMED, problem(body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"visitor\":null}",
        "{\"visitor\":[]}",
        "{\"visitor\":\"v\"}",
        "{\"visitor\":{}}",
        "{\"visitor\":{\"visitorId\":null}}",
        "{\"visitor\":{\"visitorId\":\"\"}}",
        "{\"visitor\":{\"visitorId\":\"  \"}}",
        "{\"visitor\":{\"visitorId\":{}}}",
        "{\"visitor\":{\"visitorId\":[1]}}",
        "{\"visitor\":{\"visitorId\":true}}"
      })
  void aBodyWithoutAVisitorIdIsRefused(String body) {
    assertEquals(Problem.VISITOR_REQUIRED, problem(body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"engagement\":{\"engagedMs\":1} | FIELD_INVALID",
        "\"consent\":\"maybe\" | FIELD_INVALID",
        "\"revenue\":{\"amount\":\"a lot\",\"currency\":\"EUR\"} | FIELD_INVALID",
        "\"revenue\":{\"amount\":1,\"currency\":\"euro\"} | FIELD_INVALID",
        "\"properties\":{\"a\":1,\"a\":2} | FIELD_INVALID",
        "\"consent\":\"full\",\"consent\":\"denied\" | FIELD_INVALID",
        "\"revenue\":{\"amount\":1e2147483648,\"currency\":\"EUR\"} | FIELD_INVALID",
        "\"revenue\":{\"amount\":1e99999,\"currency\":\"EUR\"} | FIELD_INVALID",
        "\"properties\":{\"a\":{\"b\":1}} | FIELD_INVALID",
        "\"properties\":[1] | FIELD_INVALID",
        "\"identity\":\"me\" | FIELD_INVALID"
      })
  void wrongValuesAreNamed(String field, Problem expected) {
    assertEquals(expected, problem("{" + field + ",\"visitor\":{\"visitorId\":\"v\"}}"));
  }

  @Test
  void identifiersThatAreTooLongAreRefusedAndOtherTextsAreCut() throws BadBody {
    assertEquals(
        Problem.FIELD_TOO_LONG,
        problem("{\"visitor\":{\"visitorId\":\"" + "v".repeat(129) + "\"}}"));
    assertEquals(
        Problem.FIELD_TOO_LONG,
        problem("{\"event\":\"" + "e".repeat(65) + "\",\"visitor\":{\"visitorId\":\"v\"}}"));
    assertEquals(
        Problem.FIELD_TOO_LONG,
        problem("{\"eventId\":\"" + "e".repeat(37) + "\",\"visitor\":{\"visitorId\":\"v\"}}"));
    TrackBody b =
        decode(
            "{\"visitor\":{\"visitorId\":\"v\",\"url\":\""
                + "u".repeat(5000)
                + "\",\"userAgent\":\""
                + "a".repeat(10_000)
                + "\",\"title\":\""
                + "😀".repeat(200)
                + "\"}}");
    assertEquals(FieldLimits.URL_MAX_CHARS, length(b.url));
    assertEquals(FieldLimits.USER_AGENT_MAX_CHARS, length(b.userAgent));
    assertEquals(FieldLimits.TITLE_MAX_CHARS, length(b.title));
    assertTrue(b.title != null && !Character.isHighSurrogate(b.title.charAt(b.title.length() - 1)));
  }

  @Test
  void controlCharactersAndHalfPairsDoNotGetIn() throws BadBody {
    assertEquals(Problem.FIELD_INVALID, problem("{\"visitor\":{\"visitorId\":\"a\\u0000b\"}}"));
    assertEquals(Problem.FIELD_INVALID, problem("{\"visitor\":{\"visitorId\":\"a\\ud800\"}}"));
    TrackBody b =
        decode("{\"visitor\":{\"visitorId\":\"v\",\"title\":\"a\\r\\nb\\u001b[0m\\ud800\"}}");
    assertEquals("a  b [0m?", b.title);
  }

  @Test
  void theLastOfARepeatedFieldCounts() throws BadBody {
    TrackBody b =
        decode(
            "{\"event\":\"a\",\"visitor\":{\"visitorId\":\"v\",\"visitorId\":\"w\"},\"event\":\"b\"}");
    assertEquals("b", b.event);
    assertEquals("w", b.visitorId);
  }

  @Test
  void moreThanThirtyPropertiesAreRefused() {
    StringBuilder properties = new StringBuilder();
    for (int i = 0; i < 31; i++) properties.append(i == 0 ? "" : ",").append("\"p" + i + "\":1");
    assertEquals(
        Problem.FIELD_TOO_LONG,
        problem("{\"properties\":{" + properties + "},\"visitor\":{\"visitorId\":\"v\"}}"));
  }

  @Test
  void invalidUtf8IsMalformed() {
    byte[] body = "{\"visitor\":{\"visitorId\":\"vX\"}}".getBytes(UTF_8);
    body["{\"visitor\":{\"visitorId\":\"v".length()] = (byte) 0xff;
    assertEquals(
        Problem.BODY_MALFORMED,
        assertThrows(BadBody.class, () -> decoder.decode(body)).refusal().problem());
  }

  /// Whatever bytes come, the decoder either returns a visitor or says what is wrong.
  @Test
  void mutatedBodiesNeverEscapeAsOtherExceptions() {
    String good =
        "{\"event\":\"engagement\",\"eventId\":\"x\",\"engagement\":{\"seq\":3,\"engagedMs\":4000},\"state\":\"idle\","
            + "\"properties\":{\"a\":\"b\",\"c\":1.5},\"revenue\":{\"amount\":\"1\",\"currency\":\"EUR\"},"
            + "\"identity\":{\"company\":\"Acme\",\"traits\":{\"t\":true}},\"visitor\":{\"visitorId\":\"v1\",\"url\":\"https://e/\"}}";
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    byte[] alphabet = "{}[]\",:0123456789.eE-+truefalsenull\\u ".getBytes(UTF_8);
    for (int round = 0; round < 50_000; round++) {
      byte[] body = good.getBytes(UTF_8);
      for (int i = random.nextInt(6); i >= 0; i--) {
        int at = random.nextInt(body.length);
        body[at] =
            random.nextInt(4) == 0
                ? (byte) random.nextInt(256)
                : alphabet[random.nextInt(alphabet.length)];
      }
      try {
        assertTrue(!decoder.decode(body).visitorId.isEmpty(), "seed " + seed);
      } catch (BadBody e) {
        assertNotNull(e.refusal());
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + new String(body, UTF_8), e);
      }
    }
  }

  private TrackBody decode(String body) throws BadBody {
    return decoder.decode(body.getBytes(UTF_8));
  }

  private Problem problem(String body) {
    return assertThrows(BadBody.class, () -> decode(body)).refusal().problem();
  }

  private static int length(@Nullable String s) {
    return s == null ? 0 : s.length();
  }
}
