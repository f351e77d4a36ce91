package dev.tippen.ingest;

import static dev.tippen.event.CleanText.clean;
import static dev.tippen.event.CleanText.cut;
import static dev.tippen.event.CleanText.isClean;
import static dev.tippen.event.FieldLimits.COMPANY_MAX_CHARS;
import static dev.tippen.event.FieldLimits.ENGAGED_MAX_MS;
import static dev.tippen.event.FieldLimits.EVENT_MAX_CHARS;
import static dev.tippen.event.FieldLimits.LANGUAGE_MAX_CHARS;
import static dev.tippen.event.FieldLimits.PROPERTIES_MAX;
import static dev.tippen.event.FieldLimits.PROPERTY_NAME_MAX_CHARS;
import static dev.tippen.event.FieldLimits.PROPERTY_TEXT_MAX_CHARS;
import static dev.tippen.event.FieldLimits.SCREEN_MAX_CHARS;
import static dev.tippen.event.FieldLimits.TIMEZONE_MAX_CHARS;
import static dev.tippen.event.FieldLimits.TITLE_MAX_CHARS;
import static dev.tippen.event.FieldLimits.URL_MAX_CHARS;
import static dev.tippen.event.FieldLimits.USER_AGENT_MAX_CHARS;
import static dev.tippen.event.FieldLimits.VISITOR_ID_MAX_CHARS;
import static dev.tippen.event.FieldLimits.WEBSITE_MAX_CHARS;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamWriteException;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.event.TrackedEvent.Activity;
import dev.tippen.event.TrackedEvent.Engagement;
import dev.tippen.identify.Identity;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Decodes the body of a tracking request by streaming, with hard limits on everything. Unknown
/// fields are skipped; of a field that occurs twice the last counts, but two values of one detail
/// (properties, revenue and the like) are refused. Identifiers that are too long are refused, other
/// texts are cut at their limit.
final class TrackDecoder {
  static final int EVENT_ID_MAX_CHARS = 36;
  static final int PAGE_VIEW_ID_MAX_CHARS = 36;

  static final int BATCH_EVENTS_MAX = 500;

  private static final int DEPTH_MAX = 8;
  private static final int TOKENS_MAX = 512;

  /// No less than a body may be configured to have.
  private static final int DOCUMENT_MAX_BYTES = 16 * 1024 * 1024;

  private static final TrackBatch.Item BAD_ITEM =
      new TrackBatch.Item.Bad(Refusal.of(Problem.BODY_MALFORMED));
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  private final JsonFactory json = factory(DEPTH_MAX, TOKENS_MAX);

  /// For finding the events in a batch; each of them is then read under the limits of one.
  private final JsonFactory batchJson = factory(DEPTH_MAX + 2, TOKENS_MAX * (BATCH_EVENTS_MAX + 1));

  private final int eventMaxBytes;

  /// @param eventMaxBytes of one event of a batch; a single one is limited where it is received
  TrackDecoder(int eventMaxBytes) {
    this.eventMaxBytes = eventMaxBytes;
  }

  private static JsonFactory factory(int depthMax, int tokensMax) {
    return new JsonFactoryBuilder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(depthMax)
                .maxStringLength(64 * 1024)
                .maxNameLength(PROPERTY_NAME_MAX_CHARS)
                .maxNumberLength(32)
                .maxDocumentLength(DOCUMENT_MAX_BYTES)
                .maxTokenCount(tokensMax)
                .build())
        // What is stored must read the same in every program, and programs differ in which of two
        // values of one name they take.
        .enable(StreamWriteFeature.STRICT_DUPLICATE_DETECTION)
        .build();
  }

  /// @throws BadBody if the body is no batch; an event that is wrong by itself is an item of it
  TrackBatch decodeBatch(byte[] bytes) throws BadBody {
    String apiKey = null;
    List<TrackBatch.Item> items = null;
    try (JsonParser p = batchJson.createParser(bytes)) {
      if (p.nextToken() != JsonToken.START_OBJECT) throw new BadBody(Problem.BODY_MALFORMED);
      while (p.nextToken() == JsonToken.FIELD_NAME) {
        String name = p.currentName();
        p.nextToken();
        switch (name) {
          case "apiKey" -> apiKey = p.getValueAsString();
          case "events" -> items = items(p, bytes);
          default -> p.skipChildren();
        }
      }
      if (p.currentToken() != JsonToken.END_OBJECT || p.nextToken() != null) {
        throw new BadBody(Problem.BODY_MALFORMED);
      }
    } catch (StreamConstraintsException e) {
      throw tooComplex();
    } catch (IOException e) {
      throw new BadBody(Problem.BODY_MALFORMED);
    }
    if (items == null) {
      throw new BadBody(Problem.FIELD_REQUIRED, "events must be an array of tracking bodies");
    }
    return new TrackBatch(apiKey, items);
  }

  private List<TrackBatch.Item> items(JsonParser p, byte[] bytes) throws IOException, BadBody {
    if (p.currentToken() != JsonToken.START_ARRAY) {
      throw new BadBody(Problem.FIELD_INVALID, "events must be an array of tracking bodies");
    }
    List<TrackBatch.Item> items = new ArrayList<>();
    while (p.nextToken() != JsonToken.END_ARRAY) {
      if (p.currentToken() == null) throw new BadBody(Problem.BODY_MALFORMED);
      if (items.size() == BATCH_EVENTS_MAX) throw new BadBody(Problem.BATCH_TOO_LONG);
      int from = (int) p.currentTokenLocation().getByteOffset();
      // The parser also takes UTF-16 and UTF-32, and then knows of no bytes. JSON is UTF-8.
      if (from < 0) throw new BadBody(Problem.BODY_MALFORMED);
      boolean object = p.currentToken() == JsonToken.START_OBJECT;
      p.skipChildren();
      int length = (int) p.currentLocation().getByteOffset() - from;
      items.add(object ? item(bytes, from, length) : BAD_ITEM);
    }
    return items;
  }

  private TrackBatch.Item item(byte[] bytes, int from, int length) {
    if (length > eventMaxBytes) {
      return new TrackBatch.Item.Bad(Refusal.of(Problem.BODY_TOO_LARGE));
    }
    try {
      return new TrackBatch.Item.Event(decode(bytes, from, length));
    } catch (BadBody e) {
      return new TrackBatch.Item.Bad(e.refusal());
    }
  }

  TrackBody decode(byte[] bytes) throws BadBody {
    return decode(bytes, 0, bytes.length);
  }

  private TrackBody decode(byte[] bytes, int from, int length) throws BadBody {
    try (JsonParser p = json.createParser(bytes, from, length)) {
      return new Decoding(p).body();
    } catch (StreamConstraintsException e) {
      throw tooComplex();
    } catch (StreamWriteException e) {
      throw new BadBody(Problem.FIELD_INVALID, "A property or another detail occurs twice");
    } catch (IOException e) {
      throw new BadBody(Problem.BODY_MALFORMED);
    }
  }

  /// One body. The details are written as they are read and closed at the end.
  private final class Decoding {
    private final JsonParser p;
    private final TrackBody body = new TrackBody();
    private @Nullable StringWriter details;
    private @Nullable JsonGenerator generator;

    Decoding(JsonParser p) {
      this.p = p;
    }

    TrackBody body() throws IOException, BadBody {
      if (p.nextToken() != JsonToken.START_OBJECT) throw new BadBody(Problem.BODY_MALFORMED);
      while (p.nextToken() == JsonToken.FIELD_NAME) {
        String name = p.currentName();
        p.nextToken();
        field(name);
      }
      if (p.currentToken() != JsonToken.END_OBJECT || p.nextToken() != null) {
        throw new BadBody(Problem.BODY_MALFORMED);
      }
      if (body.visitorId.isEmpty()) throw new BadBody(Problem.VISITOR_REQUIRED);
      if (generator != null && details != null) {
        generator.writeEndObject();
        generator.close();
        body.detailsJson = details.toString();
      }
      return body;
    }

    private void field(String name) throws IOException, BadBody {
      switch (name) {
        case "event" -> {
          String event = identifier("event", EVENT_MAX_CHARS);
          body.event = event == null ? "pageview" : event;
        }
        case "apiKey" -> body.apiKey = text(dev.tippen.event.ApiKey.TEXT_MAX_CHARS + 1);
        case "website" -> body.website = text(WEBSITE_MAX_CHARS);
        case "eventId" -> body.eventId = identifier("eventId", EVENT_ID_MAX_CHARS);
        case "attempt" -> body.attempt = (int) number(1, 1_000_000, 0);
        case "sentAt" -> body.sentAtMs = number(0, Long.MAX_VALUE / 2, 0);
        case "pageViewId" -> body.pageViewId = identifier("pageViewId", PAGE_VIEW_ID_MAX_CHARS);
        case "engagement" -> body.engagement = engagement();
        case "state" -> body.state = activity();
        case "visitor" -> visitor();
        case "properties" -> flatObject("properties");
        case "revenue" -> revenue();
        case "identity" -> identity();
        case "consent" -> consent();
        case "automation" -> automation();
        case "timeOnPage" -> details().writeNumberField("timeOnPage", number(0, 86_400, 0));
        default -> p.skipChildren();
      }
    }

    private void visitor() throws IOException, BadBody {
      if (p.currentToken() != JsonToken.START_OBJECT) {
        throw new BadBody(Problem.VISITOR_REQUIRED, "visitor must be an object with a visitorId");
      }
      while (p.nextToken() == JsonToken.FIELD_NAME) {
        String name = p.currentName();
        p.nextToken();
        switch (name) {
          case "visitorId" -> body.visitorId = visitorId();
          case "url" -> body.url = text(URL_MAX_CHARS);
          case "title" -> body.title = text(TITLE_MAX_CHARS);
          case "referrer" -> body.referrer = text(URL_MAX_CHARS);
          case "timestamp" -> body.timestamp = text(32);
          case "userAgent" -> body.userAgent = text(USER_AGENT_MAX_CHARS);
          case "screenResolution" -> body.screenResolution = text(SCREEN_MAX_CHARS);
          case "language" -> body.language = text(LANGUAGE_MAX_CHARS);
          case "timezone" -> body.timezone = text(TIMEZONE_MAX_CHARS);
          default -> p.skipChildren();
        }
      }
    }

    /// Numbers are taken as text: the original's clients may send them.
    private String visitorId() throws IOException, BadBody {
      JsonToken token = p.currentToken();
      if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
        throw new BadBody(Problem.VISITOR_REQUIRED);
      }
      String id = p.getText();
      if (id.length() > VISITOR_ID_MAX_CHARS)
        throw tooLong("visitor.visitorId", VISITOR_ID_MAX_CHARS);
      if (!isClean(id)) {
        throw new BadBody(
            Problem.FIELD_INVALID, "visitor.visitorId may not hold control characters");
      }
      return id.strip();
    }

    private @Nullable Engagement engagement() throws IOException, BadBody {
      if (p.currentToken() != JsonToken.START_OBJECT) {
        p.skipChildren();
        return null;
      }
      int seq = 0;
      int engagedMs = 0;
      int scrollPct = 0;
      while (p.nextToken() == JsonToken.FIELD_NAME) {
        String name = p.currentName();
        p.nextToken();
        switch (name) {
          case "seq" -> seq = (int) number(0, Integer.MAX_VALUE, 0);
          case "engagedMs" -> engagedMs = (int) number(0, ENGAGED_MAX_MS, 0);
          case "scrollPct" -> scrollPct = (int) number(0, 100, 0);
          default -> p.skipChildren();
        }
      }
      if (seq == 0) throw new BadBody(Problem.FIELD_INVALID, "engagement.seq must be at least 1");
      return new Engagement(seq, engagedMs, scrollPct);
    }

    private @Nullable Activity activity() throws IOException {
      String state = text(8);
      return switch (state == null ? "" : state) {
        case "active" -> Activity.ACTIVE;
        case "idle" -> Activity.IDLE;
        case "away" -> Activity.AWAY;
        default -> null;
      };
    }

    private void identity() throws IOException, BadBody {
      if (p.currentToken() != JsonToken.START_OBJECT) {
        throw new BadBody(Problem.FIELD_INVALID, "identity must be an object");
      }
      JsonGenerator g = details();
      g.writeObjectFieldStart("identity");
      String company = null;
      String domain = null;
      String userId = null;
      String signature = null;
      while (p.nextToken() == JsonToken.FIELD_NAME) {
        String name = p.currentName();
        p.nextToken();
        switch (name) {
          case "company" -> company = written(g, name, COMPANY_MAX_CHARS);
          case "domain" -> domain = written(g, name, WEBSITE_MAX_CHARS);
          case "userId" -> userId = written(g, name, WEBSITE_MAX_CHARS);
          case "signature" -> signature = written(g, name, WEBSITE_MAX_CHARS);
          case "traits" -> flatObject("traits");
          default -> p.skipChildren();
        }
      }
      g.writeEndObject();
      body.identity = new Identity(company, domain, userId, signature);
    }

    /// @return null if there is no text
    private @Nullable String written(JsonGenerator g, String name, int maxChars)
        throws IOException {
      String value = text(maxChars);
      if (value == null || value.isEmpty()) return null;
      g.writeStringField(name, value);
      return value;
    }

    private void revenue() throws IOException, BadBody {
      if (p.currentToken() != JsonToken.START_OBJECT) {
        throw new BadBody(Problem.FIELD_INVALID, "revenue must be an object");
      }
      BigDecimal amount = null;
      String currency = null;
      while (p.nextToken() == JsonToken.FIELD_NAME) {
        String name = p.currentName();
        p.nextToken();
        switch (name) {
          case "amount" -> amount = decimal();
          case "currency" -> currency = text(4);
          default -> p.skipChildren();
        }
      }
      if (amount == null || currency == null || !CURRENCY.matcher(currency).matches()) {
        throw new BadBody(
            Problem.FIELD_INVALID,
            "revenue needs an amount and a currency of three capital letters");
      }
      JsonGenerator g = details();
      g.writeObjectFieldStart("revenue");
      g.writeStringField("amount", amount.toPlainString());
      g.writeStringField("currency", currency);
      g.writeEndObject();
    }

    private @Nullable BigDecimal decimal() throws IOException, BadBody {
      String text = text(32);
      if (text == null) return null;
      try {
        BigDecimal value = new BigDecimal(text);
        if (value.scale() > 12 || value.scale() < -12 || value.precision() > 24) throw badAmount();
        return value;
      } catch (NumberFormatException _) {
        throw badAmount();
      }
    }

    private static BadBody badAmount() {
      return new BadBody(Problem.FIELD_INVALID, "revenue.amount must be a decimal number");
    }

    private void consent() throws IOException, BadBody {
      String level = text(16);
      if (level == null) return;
      switch (level) {
        case "full", "cookieless", "denied" -> {
          body.consentDenied = level.equals("denied");
          details().writeStringField("consent", level);
        }
        default ->
            throw new BadBody(Problem.FIELD_INVALID, "consent must be full, cookieless or denied");
      }
    }

    private void automation() throws IOException {
      if (p.currentToken() != JsonToken.VALUE_TRUE) {
        p.skipChildren();
        return;
      }
      body.automation = true;
      details().writeBooleanField("automation", true);
    }

    /// An object of strings, numbers and booleans.
    private void flatObject(String field) throws IOException, BadBody {
      if (p.currentToken() == JsonToken.VALUE_NULL) return;
      if (p.currentToken() != JsonToken.START_OBJECT) {
        throw new BadBody(Problem.FIELD_INVALID, field + " must be an object");
      }
      JsonGenerator g = details();
      g.writeObjectFieldStart(field);
      int count = 0;
      while (p.nextToken() == JsonToken.FIELD_NAME) {
        if (++count > PROPERTIES_MAX) {
          throw new BadBody(
              Problem.FIELD_TOO_LONG, field + " may have at most " + PROPERTIES_MAX + " entries");
        }
        String name = clean(p.currentName());
        JsonToken token = p.nextToken();
        switch (token) {
          case VALUE_STRING -> g.writeStringField(name, orEmpty(text(PROPERTY_TEXT_MAX_CHARS)));
          case VALUE_TRUE, VALUE_FALSE -> g.writeBooleanField(name, p.getBooleanValue());
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
            g.writeFieldName(name);
            g.writeNumber(p.getText());
          }
          case VALUE_NULL -> {}
          default ->
              throw new BadBody(
                  Problem.FIELD_INVALID,
                  "values of " + field + " must be strings, numbers or booleans");
        }
      }
      g.writeEndObject();
    }

    private JsonGenerator details() throws IOException {
      if (generator == null) {
        details = new StringWriter();
        generator = json.createGenerator(details);
        generator.writeStartObject();
      }
      return generator;
    }

    /// A string or number as text without control characters, cut to its limit; null for anything
    /// else.
    private @Nullable String text(int maxChars) throws IOException {
      JsonToken token = p.currentToken();
      if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
        p.skipChildren();
        return null;
      }
      String text = cut(clean(p.getText()), maxChars);
      return text.isEmpty() ? null : text;
    }

    private @Nullable String identifier(String field, int maxChars) throws IOException, BadBody {
      JsonToken token = p.currentToken();
      if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
        p.skipChildren();
        return null;
      }
      String text = p.getText();
      if (text.length() > maxChars) throw tooLong(field, maxChars);
      return text.isEmpty() ? null : clean(text);
    }

    private long number(long min, long max, long otherwise) throws IOException {
      JsonToken token = p.currentToken();
      if (!token.isNumeric()) {
        p.skipChildren();
        return otherwise;
      }
      double value = p.getDoubleValue();
      return Double.isNaN(value) ? otherwise : (long) Math.clamp(value, min, max);
    }
  }

  private static BadBody tooComplex() {
    return new BadBody(
        Problem.BODY_MALFORMED, "The body is nested too deep, too long or has too many fields");
  }

  private static BadBody tooLong(String field, int maxChars) {
    return new BadBody(
        Problem.FIELD_TOO_LONG, field + " may have at most " + maxChars + " characters");
  }

  /// The same rules for the query of the pixel.
  TrackBody ofPixel(PixelRequest pixel, String visitorId) throws BadBody {
    TrackBody body = new TrackBody();
    if (visitorId.length() > VISITOR_ID_MAX_CHARS) {
      throw tooLong("visitorId", VISITOR_ID_MAX_CHARS);
    }
    if (!isClean(visitorId)) {
      throw new BadBody(Problem.FIELD_INVALID, "visitorId may not hold control characters");
    }
    body.visitorId = visitorId.strip();
    String event = pixel.event();
    if (event != null && !event.isEmpty()) {
      if (event.length() > EVENT_MAX_CHARS) throw tooLong("event", EVENT_MAX_CHARS);
      body.event = clean(event);
    }
    body.url = text(pixel.url(), URL_MAX_CHARS);
    body.referrer = text(pixel.referrer(), URL_MAX_CHARS);
    body.language = text(pixel.language(), LANGUAGE_MAX_CHARS);
    return body;
  }

  private static @Nullable String text(@Nullable String s, int maxChars) {
    return s == null || s.isEmpty() ? null : cut(clean(s), maxChars);
  }

  private static String orEmpty(@Nullable String s) {
    return s == null ? "" : s;
  }
}
