package dev.tippen.imports;

import static dev.tippen.event.CleanText.clean;
import static dev.tippen.event.CleanText.cut;
import static dev.tippen.event.CleanText.isClean;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tippen.event.Channel;
import dev.tippen.event.DeviceClass;
import dev.tippen.event.Facts.Campaign;
import dev.tippen.event.FieldLimits;
import dev.tippen.event.ImportedVisitor;
import dev.tippen.imports.ImportLine.ClientFields;
import dev.tippen.imports.ImportLine.CompanyFields;
import dev.tippen.imports.ImportLine.PageFields;
import dev.tippen.imports.ImportLine.PlaceFields;
import dev.tippen.imports.ImportLine.WayFields;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads lines of the import form, one JSON object each, under the limits of live events: texts are
/// cut, identifiers that are too long and values that are not allowed leave the row out. Safe for
/// all threads.
public final class ImportDecoder {
  /// Of a line, as of the body of a live event.
  public static final int LINE_MAX_BYTES = 64 * 1024;

  /// Dimensions of figures by day.
  public static final List<String> DIMENSIONS =
      List.of(
          "total",
          "source",
          "referrer",
          "utm_source",
          "utm_medium",
          "utm_campaign",
          "utm_term",
          "utm_content",
          "page",
          "entry_page",
          "exit_page",
          "country",
          "region",
          "city",
          "device",
          "browser",
          "system",
          "event");

  private static final int EVENT_ID_MAX_CHARS = 200;
  private static final int TAG_MAX_CHARS = 200;
  private static final int NAME_MAX_CHARS = 64;
  private static final int DEVICE_TEXT_MAX_CHARS = 128;
  private static final int SESSION_MAX_CHARS = 128;
  private static final int NOTES_MAX_CHARS = 2_000;
  private static final int DETAILS_MAX_CHARS = 32 * 1024;

  /// A count, perhaps with decimals that are dropped.
  private static final Pattern FIGURE = Pattern.compile("\\d{1,12}(\\.\\d{1,12})?");

  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Set<String> COUNTRIES = countries();
  private static final Set<String> CALL_STATES =
      Set.of("invited", "connecting", "connected", "completed", "failed", "declined");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(8)
                .maxStringLength(LINE_MAX_BYTES)
                .maxNameLength(FieldLimits.PROPERTY_NAME_MAX_CHARS)
                .maxNumberLength(32)
                .maxTokenCount(512)
                .build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
  }

  private final InstantSource clock;

  public ImportDecoder(InstantSource clock) {
    this.clock = clock;
  }

  private static Set<String> countries() {
    Set<String> codes = new HashSet<>(Arrays.asList(Locale.getISOCountries()));
    // Not assigned by ISO, but used by everybody for Kosovo.
    codes.add("XK");
    return Set.copyOf(codes);
  }

  /// What a line holds; one that can't be imported is a [ImportLine.Skipped]. Never throws for what
  /// is in it.
  public ImportLine decode(byte[] bytes, int from, int length) {
    if (length > LINE_MAX_BYTES) return new ImportLine.Skipped(SkipReason.LINE_TOO_LONG);
    try (JsonParser p = JSON.getFactory().createParser(bytes, from, length)) {
      if (JSON.readTree(p) instanceof ObjectNode line && p.nextToken() == null) {
        return new Line(line, clock.millis()).read();
      }
      return new ImportLine.Skipped(SkipReason.LINE_MALFORMED);
    } catch (IOException _) {
      return new ImportLine.Skipped(SkipReason.LINE_MALFORMED);
    } catch (NotImported e) {
      return new ImportLine.Skipped(e.reason());
    }
  }

  public ImportLine decode(byte[] line) {
    return decode(line, 0, line.length);
  }

  /// The fields of one line.
  private record Line(ObjectNode json, long nowMs) {

    ImportLine read() throws NotImported {
      if (json.has("skipped")) {
        return new ImportLine.Skipped(SkipReason.of(json.path("skipped").asText()));
      }
      String type = text("type", NAME_MAX_CHARS);
      return switch (type == null ? "event" : type) {
        case "event" -> event();
        case "visitor" -> visitor();
        case "day" -> day();
        case "call" -> call();
        default -> throw new NotImported(SkipReason.TYPE_UNKNOWN);
      };
    }

    private ImportLine.Event event() throws NotImported {
      long timeMs = ImportTime.of(plain(json.get("time")), nowMs);
      String name = identifier(json.has("event") ? "event" : "name", FieldLimits.EVENT_MAX_CHARS);
      return new ImportLine.Event(
          timeMs,
          visitorId(),
          name == null ? "pageview" : name,
          identifier("eventId", EVENT_ID_MAX_CHARS),
          new PageFields(
              text("url", FieldLimits.URL_MAX_CHARS),
              text("title", FieldLimits.TITLE_MAX_CHARS),
              text("referrer", FieldLimits.URL_MAX_CHARS),
              text("website", FieldLimits.WEBSITE_MAX_CHARS)),
          client(),
          place(),
          company(),
          way(),
          (int) number("engagedMs", FieldLimits.ENGAGED_MAX_MS),
          (int) number("scrollPct", 100),
          details());
    }

    private ClientFields client() {
      return new ClientFields(
          text("userAgent", FieldLimits.USER_AGENT_MAX_CHARS),
          text("browser", NAME_MAX_CHARS),
          text("browserVersion", NAME_MAX_CHARS),
          text("system", NAME_MAX_CHARS),
          text("systemVersion", NAME_MAX_CHARS),
          deviceClass(),
          text("screen", FieldLimits.SCREEN_MAX_CHARS),
          text("language", FieldLimits.LANGUAGE_MAX_CHARS),
          text("timezone", FieldLimits.TIMEZONE_MAX_CHARS));
    }

    private @Nullable DeviceClass deviceClass() {
      String text = text("device", NAME_MAX_CHARS);
      if (text == null) return null;
      for (DeviceClass d : DeviceClass.values()) if (d.text().equalsIgnoreCase(text)) return d;
      return null;
    }

    private PlaceFields place() {
      String country = text("country", 2);
      String code = country == null ? null : country.toUpperCase(Locale.ROOT);
      return new PlaceFields(
          code != null && COUNTRIES.contains(code) ? code : null,
          text("region", DEVICE_TEXT_MAX_CHARS),
          text("city", DEVICE_TEXT_MAX_CHARS),
          text("location", DEVICE_TEXT_MAX_CHARS));
    }

    private @Nullable CompanyFields company() {
      JsonNode company = json.get("company");
      if (company instanceof ObjectNode o) {
        String name = text(o.get("name"), FieldLimits.COMPANY_MAX_CHARS);
        String domain = text(o.get("domain"), FieldLimits.WEBSITE_MAX_CHARS);
        if (name == null) name = domain;
        return name == null ? null : new CompanyFields(name, domain);
      }
      String name = text(company, FieldLimits.COMPANY_MAX_CHARS);
      return name == null ? null : new CompanyFields(name, null);
    }

    private @Nullable WayFields way() throws NotImported {
      String channelText = text("channel", NAME_MAX_CHARS);
      Channel channel = channelText == null ? null : Channel.ofText(channelText);
      if (channelText != null && channel == null) throw invalid();
      Campaign campaign = json.get("utm") instanceof ObjectNode utm ? campaign(utm) : null;
      if (channel == null && campaign == null) return null;
      return new WayFields(channel, text("source", TAG_MAX_CHARS), campaign);
    }

    private static Campaign campaign(ObjectNode utm) {
      return new Campaign(
          text(utm.get("source"), TAG_MAX_CHARS),
          text(utm.get("medium"), TAG_MAX_CHARS),
          text(utm.get("campaign"), TAG_MAX_CHARS),
          text(utm.get("term"), TAG_MAX_CHARS),
          text(utm.get("content"), TAG_MAX_CHARS));
    }

    /// In the form of the details of live events, so that analytics reads one form.
    private @Nullable String details() throws NotImported {
      JsonNode given = json.get("details");
      ObjectNode from = given instanceof ObjectNode o ? o : json;
      ObjectNode details = JSON.createObjectNode();
      JsonNode properties = from.get("properties");
      if (properties != null && !properties.isNull()) {
        details.set("properties", flat(properties));
      }
      JsonNode revenue = from.get("revenue");
      if (revenue != null && !revenue.isNull()) details.set("revenue", revenue(revenue));
      if (from.get("identity") instanceof ObjectNode identity) identity(details, identity);
      if (details.isEmpty()) return null;
      String text = details.toString();
      if (text.length() > DETAILS_MAX_CHARS) throw invalid();
      return text;
    }

    private static ObjectNode flat(JsonNode properties) throws NotImported {
      if (!(properties instanceof ObjectNode all)) throw invalid();
      if (all.size() > FieldLimits.PROPERTIES_MAX) throw invalid();
      ObjectNode flat = JSON.createObjectNode();
      for (Map.Entry<String, JsonNode> e : all.properties()) {
        JsonNode value = e.getValue();
        if (value.isNull()) continue;
        if (value.isContainerNode()) throw invalid();
        String name = clean(e.getKey());
        if (value.isTextual()) {
          String text = cut(clean(value.asText()), FieldLimits.PROPERTY_TEXT_MAX_CHARS);
          flat.put(name, text);
        } else {
          flat.set(name, value);
        }
      }
      return flat;
    }

    private static ObjectNode revenue(JsonNode given) throws NotImported {
      String currency = plain(given.get("currency"));
      String text = plain(given.get("amount"));
      if (currency == null || text == null || !CURRENCY.matcher(currency).matches()) {
        throw invalid();
      }
      try {
        BigDecimal amount = new BigDecimal(cut(text, 32));
        if (Math.abs(amount.scale()) > 12 || amount.precision() > 24) throw invalid();
        return JSON.createObjectNode()
            .put("amount", amount.toPlainString())
            .put("currency", currency);
      } catch (NumberFormatException _) {
        throw invalid();
      }
    }

    private static void identity(ObjectNode details, ObjectNode given) throws NotImported {
      ObjectNode identity = JSON.createObjectNode();
      for (String field : List.of("company", "domain", "userId")) {
        String value = text(given.get(field), FieldLimits.WEBSITE_MAX_CHARS);
        if (value != null) identity.put(field, value);
      }
      JsonNode traits = given.get("traits");
      if (traits != null && !traits.isNull()) identity.set("traits", flat(traits));
      details.set("identity", identity);
    }

    private ImportLine.Visitor visitor() throws NotImported {
      long firstMs = ImportTime.of(plain(json.get("firstSeen")), nowMs);
      String last = plain(json.get("lastSeen"));
      long lastMs = last == null ? firstMs : ImportTime.of(last, nowMs);
      if (lastMs < firstMs) throw invalid();
      String id = identifier("eventId", EVENT_ID_MAX_CHARS);
      return new ImportLine.Visitor(
          visitorId(),
          id == null ? "visitor" : id,
          new ImportedVisitor(
              figure("pageViews"), firstMs, lastMs, figure("totalTimeSeconds") * 1_000),
          company(),
          text("location", DEVICE_TEXT_MAX_CHARS),
          text("device", DEVICE_TEXT_MAX_CHARS),
          text("website", FieldLimits.WEBSITE_MAX_CHARS));
    }

    private ImportLine.Day day() throws NotImported {
      Map<String, String> values = new LinkedHashMap<>();
      if (json.get("dimensions") instanceof ObjectNode dimensions) {
        for (Map.Entry<String, JsonNode> d : dimensions.properties()) {
          if (!DIMENSIONS.contains(d.getKey()) || d.getKey().equals("total")) throw invalid();
          String value = text(d.getValue(), FieldLimits.PROPERTY_TEXT_MAX_CHARS);
          if (value != null) values.put(d.getKey(), value);
        }
      } else {
        values.put("total", "");
      }
      return new ImportLine.Day(
          ImportTime.day(plain(json.get("date")), nowMs),
          values,
          figure("visitors"),
          figure("visits"),
          figure("pageViews"),
          figure("bounces"),
          figure("visitSeconds"),
          figure("events"));
    }

    private ImportLine.Call call() throws NotImported {
      long invitedMs = ImportTime.of(plain(json.get("invitedAt")), nowMs);
      String session = identifier("sessionId", SESSION_MAX_CHARS);
      String status = text("status", NAME_MAX_CHARS);
      if (session == null || status == null || !CALL_STATES.contains(status)) throw invalid();
      return new ImportLine.Call(
          invitedMs,
          visitorId(),
          session,
          status,
          text("company", FieldLimits.COMPANY_MAX_CHARS),
          text("visitorRole", DEVICE_TEXT_MAX_CHARS),
          optionalTime("connectedAt"),
          optionalTime("endedAt"),
          optionalFigure("durationSeconds"),
          optionalFigure("connectionSeconds"),
          json.path("qualified").asBoolean(false),
          optionalFigure("leadScore"),
          text("leadQuality", NAME_MAX_CHARS),
          text("notes", NOTES_MAX_CHARS));
    }

    private @Nullable Long optionalTime(String field) throws NotImported {
      String text = plain(json.get(field));
      return text == null ? null : ImportTime.of(text, nowMs);
    }

    private @Nullable Long optionalFigure(String field) throws NotImported {
      return plain(json.get(field)) == null ? null : figure(field);
    }

    /// Numbers are taken as text, as in live events.
    private String visitorId() throws NotImported {
      String id = plain(json.get("visitorId"));
      if (id == null || id.isBlank()) throw new NotImported(SkipReason.VISITOR_MISSING);
      if (id.length() > FieldLimits.VISITOR_ID_MAX_CHARS || !isClean(id)) throw invalid();
      return id.strip();
    }

    private @Nullable String identifier(String field, int maxChars) throws NotImported {
      String text = plain(json.get(field));
      if (text == null) return null;
      if (text.length() > maxChars) throw invalid();
      return clean(text);
    }

    private @Nullable String text(String field, int maxChars) {
      return text(json.get(field), maxChars);
    }

    private static @Nullable String text(@Nullable JsonNode node, int maxChars) {
      String text = plain(node);
      if (text == null) return null;
      String cut = cut(clean(text), maxChars).strip();
      return cut.isEmpty() ? null : cut;
    }

    private static @Nullable String plain(@Nullable JsonNode node) {
      if (node == null || !(node.isTextual() || node.isNumber())) return null;
      String text = node.asText();
      return text.isEmpty() ? null : text;
    }

    /// @return 0 if it is no number
    private long number(String field, long max) {
      String text = plain(json.get(field));
      return text != null && FIGURE.matcher(text).matches()
          ? Math.clamp((long) Double.parseDouble(text), 0, max)
          : 0;
    }

    /// A count; 0 if it is missing.
    private long figure(String field) throws NotImported {
      String text = plain(json.get(field));
      if (text == null) return 0;
      if (!FIGURE.matcher(text).matches()) throw invalid();
      return (long) Double.parseDouble(text);
    }

    private static NotImported invalid() {
      return new NotImported(SkipReason.FIELD_INVALID);
    }
  }
}
