package dev.tippen.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tippen.event.Channel;
import dev.tippen.event.DeviceClass;
import dev.tippen.event.ImportedVisitor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportDecoderTest {
  private static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");
  private final ImportDecoder decoder = new ImportDecoder(InstantSource.fixed(NOW));

  private ImportLine read(String line) {
    return decoder.decode(line.getBytes(StandardCharsets.UTF_8));
  }

  private ImportLine.Event event(String fields) {
    String line = "{\"time\":\"2024-05-01T10:00:00Z\",\"visitorId\":\"v\"" + fields + "}";
    return assertInstanceOf(ImportLine.Event.class, read(line));
  }

  private SkipReason reason(String line) {
    return assertInstanceOf(ImportLine.Skipped.class, read(line), line).reason();
  }

  @Test
  void aTimeAndAVisitorAreEnoughForAPageView() {
    ImportLine.Event e = event("");
    assertEquals("pageview", e.name());
    assertEquals("v", e.visitorId());
    assertEquals(Instant.parse("2024-05-01T10:00:00Z").toEpochMilli(), e.timeMs());
    assertNull(e.eventId());
    assertNull(e.company());
    assertNull(e.detailsJson());
  }

  @Test
  void everyFieldIsRead() {
    ImportLine.Event e =
        event(
            """
            ,"event":"signup","eventId":"e1","url":"https://a.example/p?x=1","title":"T",
            "referrer":"https://b.example/","website":"a.example","userAgent":"UA","browser":"Chrome",
            "browserVersion":"140","system":"macOS","systemVersion":"15","device":"desktop",
            "screen":"1440x900","language":"de-DE","timezone":"Europe/Berlin","country":"de",
            "region":"Berlin","city":"Berlin","company":{"name":"Acme","domain":"acme.example"},
            "channel":"paid_search","source":"Google","utm":{"source":"g","medium":"cpc","campaign":"c",
            "term":"t","content":"o"},"engagedMs":1500,"scrollPct":70,
            "properties":{"plan":"pro","n":3,"x":1.50,"ok":true,"no":null},
            "revenue":{"amount":12.50,"currency":"EUR"}\
            """);
    assertEquals("signup", e.name());
    assertEquals("e1", e.eventId());
    assertEquals(
        new ImportLine.PageFields(
            "https://a.example/p?x=1", "T", "https://b.example/", "a.example"),
        e.page());
    assertEquals(
        new ImportLine.ClientFields(
            "UA",
            "Chrome",
            "140",
            "macOS",
            "15",
            DeviceClass.DESKTOP,
            "1440x900",
            "de-DE",
            "Europe/Berlin"),
        e.client());
    assertEquals(new ImportLine.PlaceFields("DE", "Berlin", "Berlin", null), e.place());
    assertEquals(new ImportLine.CompanyFields("Acme", "acme.example"), e.company());
    ImportLine.WayFields way = java.util.Objects.requireNonNull(e.way());
    assertEquals(Channel.PAID_SEARCH, way.channel());
    assertEquals("Google", way.source());
    assertEquals("cpc", java.util.Objects.requireNonNull(way.campaign()).medium());
    assertEquals(1500, e.engagedMs());
    assertEquals(70, e.scrollPct());
    assertEquals(
        "{\"properties\":{\"plan\":\"pro\",\"n\":3,\"x\":1.50,\"ok\":true},"
            + "\"revenue\":{\"amount\":\"12.50\",\"currency\":\"EUR\"}}",
        e.detailsJson());
  }

  @ParameterizedTest
  @CsvSource({
    "2024-05-01T10:00:00Z, 2024-05-01T10:00:00Z",
    "2024-05-01T12:00:00+02:00, 2024-05-01T10:00:00Z",
    "2024-05-01 10:00:00, 2024-05-01T10:00:00Z",
    "2024-05-01T10:00:00.250, 2024-05-01T10:00:00.250Z",
    "2024-05-01 10:00:00.123456+00, 2024-05-01T10:00:00.123Z",
    "2024-05-01 10:00:00 UTC, 2024-05-01T10:00:00Z",
    "1714557600000, 2024-05-01T10:00:00Z"
  })
  void timesOfManyProgramsAreUnderstoodAndAreUtcUnlessTheySay(String text, Instant expected) {
    ImportLine line = read("{\"time\":\"" + text + "\",\"visitorId\":\"v\"}");
    ImportLine.Event e = assertInstanceOf(ImportLine.Event.class, line, text);
    assertEquals(expected.toEpochMilli(), e.timeMs());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"visitorId\":\"v\"}                                            | TIME_MISSING",
        "{\"time\":\"yesterday\",\"visitorId\":\"v\"}                     | TIME_INVALID",
        "{\"time\":\"2024-13-01 00:00:00\",\"visitorId\":\"v\"}           | TIME_INVALID",
        "{\"time\":\"2026-01-10T12:00:01Z\",\"visitorId\":\"v\"}          | TIME_IN_FUTURE",
        "{\"time\":\"1999-12-31T23:59:59Z\",\"visitorId\":\"v\"}          | TIME_TOO_OLD",
        "{\"time\":1714557600,\"visitorId\":\"v\"}                        | TIME_TOO_OLD",
        "{\"time\":\"2024-05-01T10:00:00Z\"}                              | VISITOR_MISSING",
        "{\"time\":\"2024-05-01T10:00:00Z\",\"visitorId\":{}}             | VISITOR_MISSING",
        "{\"time\":\"2024-05-01T10:00:00Z\",\"visitorId\":\"a\\u0000b\"}  | FIELD_INVALID",
        "{\"time\":\"2024-05-01T10:00:00Z\",\"visitorId\":\"v\",\"channel\":\"magic\"} | FIELD_INVALID",
        "{\"time\":\"2024-05-01T10:00:00Z\",\"visitorId\":\"v\",\"properties\":{\"a\":[1]}} | FIELD_INVALID",
        "{\"time\":\"2024-05-01T10:00:00Z\",\"visitorId\":\"v\",\"revenue\":{\"amount\":\"1e99\",\"currency\":\"EUR\"}} | FIELD_INVALID",
        "{\"time\":\"2024-05-01T10:00:00Z\",\"visitorId\":\"v\",\"revenue\":{\"amount\":1,\"currency\":\"euro\"}} | FIELD_INVALID",
        "{\"type\":\"wish\"}                                              | TYPE_UNKNOWN",
        "{\"skipped\":\"line_too_long\"}                                  | LINE_TOO_LONG",
        "{\"skipped\":\"whatever\"}                                       | OTHER",
        "[1]                                                              | LINE_MALFORMED",
        "{\"time\":                                                       | LINE_MALFORMED",
        "{} {}                                                            | LINE_MALFORMED",
        "{\"a\":1,\"a\":2}                                                | LINE_MALFORMED"
      })
  void whatCantBeImportedIsLeftOutWithItsReason(String line, SkipReason expected) {
    assertEquals(expected, reason(line), line);
  }

  @Test
  void textsAreCutAndCleanedAsThoseOfLiveEvents() {
    ImportLine.Event e =
        event(
            ",\"title\":\"a\\u0007b\\n"
                + "x".repeat(300)
                + "\",\"url\":\"https://a.example/"
                + "p".repeat(3_000)
                + "\",\"properties\":{\"k\":\""
                + "y".repeat(600)
                + "\"}");
    assertEquals("a b " + "x".repeat(252), e.page().title());
    assertEquals(2048, String.valueOf(e.page().url()).length());
    assertEquals("{\"properties\":{\"k\":\"" + "y".repeat(512) + "\"}}", e.detailsJson());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-5", "\"abc\"", "{}", "1e3"})
  void whatIsNoCountIsNoEngagedTime(String number) {
    assertEquals(0, event(",\"engagedMs\":" + number).engagedMs());
  }

  @Test
  void engagedTimeHasTheLimitOfLiveEvents() {
    assertEquals(600_000, event(",\"engagedMs\":900000000").engagedMs());
  }

  @Test
  void aLineOverTheLimitIsNotEvenRead() {
    assertEquals(SkipReason.LINE_TOO_LONG, reason("{\"x\":\"" + "y".repeat(64 * 1024) + "\"}"));
  }

  @Test
  void deepAndWideLinesAreLeftOut() {
    assertEquals(
        SkipReason.LINE_MALFORMED, reason("{\"x\":" + "[".repeat(20) + "]".repeat(20) + "}"));
    StringBuilder wide = new StringBuilder("{\"x\":[0");
    wide.append(",0".repeat(1_000)).append("]}");
    assertEquals(SkipReason.LINE_MALFORMED, reason(wide.toString()));
  }

  @Test
  void detailsOfAnExportKeepOnlyWhatLiveEventsHave() {
    ImportLine.Event e =
        event(
            ",\"details\":{\"properties\":{\"a\":\"b\"},\"identity\":{\"company\":\"Acme\",\"hack\":{}},"
                + "\"consent\":\"full\",\"timeOnPage\":30}");
    assertEquals(
        "{\"properties\":{\"a\":\"b\"},\"identity\":{\"company\":\"Acme\"}}", e.detailsJson());
  }

  @Test
  void aVisitorOfSumsIsRead() {
    ImportLine.Visitor v =
        assertInstanceOf(
            ImportLine.Visitor.class,
            read(
                """
                {"type":"visitor","visitorId":"v","pageViews":"12","firstSeen":"2024-05-01 10:00:00",
                "lastSeen":"2024-06-01 10:00:00","totalTimeSeconds":90,"company":"Acme",
                "location":"Sydney, Australia","device":"Mac - Edge","website":"a.example"}\
                """));
    assertEquals(
        new ImportedVisitor(
            12,
            Instant.parse("2024-05-01T10:00:00Z").toEpochMilli(),
            Instant.parse("2024-06-01T10:00:00Z").toEpochMilli(),
            90_000),
        v.sums());
    assertEquals("Mac - Edge", v.device());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"firstSeen\":\"2024-06-01 10:00:00\",\"lastSeen\":\"2024-05-01 10:00:00\"",
        "\"firstSeen\":\"2024-06-01 10:00:00\",\"pageViews\":-1",
        "\"firstSeen\":\"2024-06-01 10:00:00\",\"pageViews\":9999999999999"
      })
  void sumsThatContradictThemselvesAreLeftOut(String fields) {
    assertEquals(
        SkipReason.FIELD_INVALID,
        reason("{\"type\":\"visitor\",\"visitorId\":\"v\"," + fields + "}"));
  }

  @Test
  void figuresOfADayAreRead() {
    ImportLine.Day d =
        assertInstanceOf(
            ImportLine.Day.class,
            read(
                "{\"type\":\"day\",\"date\":\"2023-02-09\",\"dimensions\":{\"source\":\"Google\"},"
                    + "\"visitors\":\"5\",\"visits\":6}"));
    assertEquals(java.util.Map.of("source", "Google"), d.values());
    assertEquals(5, d.visitors());
    assertEquals(6, d.visits());
    assertEquals(
        SkipReason.FIELD_INVALID,
        reason("{\"type\":\"day\",\"date\":\"2023-02-09\",\"dimensions\":{\"sql\":\"x\"}}"));
    assertEquals(SkipReason.TIME_IN_FUTURE, reason("{\"type\":\"day\",\"date\":\"2026-01-12\"}"));
  }

  @Test
  void aCallIsReadOnlyWithAStateThatThereIs() {
    String call =
        "{\"type\":\"call\",\"visitorId\":\"v\",\"sessionId\":\"s\",\"status\":\"%s\",\"invitedAt\":\"2024-06-01 10:00:00\"}";
    assertInstanceOf(ImportLine.Call.class, read(call.formatted("completed")));
    assertEquals(SkipReason.FIELD_INVALID, reason(call.formatted("dreaming")));
  }
}
