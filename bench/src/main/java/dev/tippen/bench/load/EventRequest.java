package dev.tippen.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;

/// The request of one page view as the tracker sends it (`web/tracker/src/compose.ts`), prepared
/// once. For each sending only ids and times are written into it; all have a fixed width, so the
/// length never changes. Not safe for several threads.
public final class EventRequest {
  private static final String VISITOR_ID = "visitor_1790000000000_vvvvvvvvv";
  private static final int VISITOR_DIGITS = 9;
  private static final String EVENT_ID = "eeeeeeee-eeee-7eee-8eee-eeeeeeeeeeee";
  private static final String PAGE_VIEW_ID = "pppppppp-pppp-7ppp-8ppp-pppppppppppp";
  private static final String TIMESTAMP = "2000-00-00T00:00:00.000Z";
  private static final String SENT_AT = "1700000000000";
  private static final String USER_AGENT =
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/141.0.0.0 Safari/537.36";

  private static final String HEAD =
      """
      POST %s HTTP/1.1\r
      Host: 127.0.0.1:%d\r
      User-Agent: %s\r
      Origin: https://www.example.com\r
      Content-Type: application/json\r
      X-Tippen-API-Key: %s\r
      Content-Length: %d\r
      \r
      """;

  private static final String BODY =
      """
      {"apiKey":"%s","event":"pageview","website":"www.example.com",\
      "visitor":{"visitorId":"%s","url":"https://www.example.com/products/standing-desk",\
      "referrer":"https://www.google.com/","timestamp":"%s","userAgent":"%s",\
      "screenResolution":"1920x1080","language":"en-US","timezone":"Europe/Berlin",\
      "company":null,"ip":null,"title":"Standing desk"},\
      "eventId":"%s","attempt":1,"sentAt":%s,"pageViewId":"%s","state":"active"}\
      """;

  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final byte[] DIGITS =
      "0123456789abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);

  private final ByteBuffer bytes;
  private final int bodyLength;
  private final int visitorAt;
  private final int eventIdAt;
  private final int pageViewIdAt;
  private final int timestampAt;
  private final int sentAtAt;
  private final SplittableRandom random;
  private long writtenMs = -1;

  /// @param path such as `/track/visitor`
  /// @param seed of the random parts of ids; two requests with one seed repeat each other's ids
  public EventRequest(String path, int port, String apiKey, long seed) {
    String body =
        BODY.formatted(apiKey, VISITOR_ID, TIMESTAMP, USER_AGENT, EVENT_ID, SENT_AT, PAGE_VIEW_ID);
    String all = HEAD.formatted(path, port, USER_AGENT, apiKey, body.length()) + body;
    byte[] ascii = all.getBytes(StandardCharsets.US_ASCII);
    bytes = ByteBuffer.allocateDirect(ascii.length).put(ascii).flip();
    bodyLength = body.length();
    visitorAt = all.indexOf(VISITOR_ID) + VISITOR_ID.length() - VISITOR_DIGITS;
    eventIdAt = all.indexOf(EVENT_ID);
    pageViewIdAt = all.indexOf(PAGE_VIEW_ID);
    timestampAt = all.indexOf(TIMESTAMP);
    sentAtAt = all.indexOf(SENT_AT);
    random = new SplittableRandom(seed);
  }

  /// The next page view, made now. The buffer is the same each time.
  ///
  /// @param visitor number of the visitor, from 0 to 36^9 - 1
  /// @param nowMs epoch milliseconds
  public ByteBuffer next(long visitor, long nowMs) {
    number(visitorAt, visitor, VISITOR_DIGITS, 36);
    uuidV7(eventIdAt, nowMs);
    uuidV7(pageViewIdAt, nowMs);
    if (nowMs != writtenMs) {
      writtenMs = nowMs;
      number(sentAtAt, nowMs, SENT_AT.length(), 10);
      String timestamp = ISO.format(Instant.ofEpochMilli(nowMs));
      for (int i = 0; i < TIMESTAMP.length(); i++) {
        bytes.put(timestampAt + i, (byte) timestamp.charAt(i));
      }
    }
    return bytes.rewind();
  }

  /// A copy of the body as it stands.
  public byte[] body() {
    byte[] body = new byte[bodyLength];
    bytes.get(bytes.limit() - bodyLength, body);
    return body;
  }

  public int bodyLength() {
    return bodyLength;
  }

  /// Source: RFC 9562 section 5.7, with 72 random bits as in `web/tracker/src/ids.ts`.
  private void uuidV7(int at, long nowMs) {
    long few = random.nextLong();
    number(at, nowMs >>> 16, 8, 16);
    number(at + 9, nowMs & 0xffff, 4, 16);
    number(at + 15, few & 0xfff, 3, 16);
    number(at + 20, few >>> 52, 3, 16);
    number(at + 24, random.nextLong() >>> 16, 12, 16);
  }

  private void number(int at, long value, int digits, int radix) {
    long rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      bytes.put(i, DIGITS[(int) (rest % radix)]);
      rest /= radix;
    }
  }
}
